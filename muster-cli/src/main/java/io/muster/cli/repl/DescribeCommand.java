package io.muster.cli.repl;

import io.muster.cli.bridge.Listing;
import io.muster.cli.format.Capabilities.Kind;
import io.muster.cli.format.CapabilityDetails;
import io.muster.cli.format.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code describe}: one tool, resource or prompt in full. */
record DescribeCommand(Desk desk) implements ReplCommand {
    private static final List<String> TARGETS = List.of("tool", "resource", "prompt");
    private static final About ABOUT = new About(
            "describe",
            List.of("desc", "info"),
            "describe <tool|resource|prompt> <name>",
            "Show one tool, resource or prompt in full");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void run(Words line) throws InterruptedException {
        var words = line.given();
        if (words.size() != 3) {
            throw ABOUT.misused();
        }
        var listing = listing(words.get(1).text());
        var name = words.get(2).text();
        var kind = Kind.valueOf(listing.noun().toUpperCase(Locale.ROOT));
        var described = desk.listings().require(listing, name);
        desk.out().result(new CapabilityDetails(desk.out().results()).show(kind, described));
    }

    private static Listing listing(String target) {
        return find(target)
                .orElseThrow(() -> new SessionFailure("unknown target: " + target + ". Valid targets: "
                        + String.join(", ", TARGETS) + Suggestion.of(target, TARGETS)));
    }

    private static Optional<Listing> find(String target) {
        var word = target.toLowerCase(Locale.ROOT);
        return Arrays.stream(Listing.values())
                .filter(listing -> listing.noun().equals(word) || listing.word().equals(word))
                .findFirst();
    }

    @Override
    public List<Choice> choices(List<String> before) {
        return switch (before.size()) {
            case 1 -> TARGETS.stream().map(target -> Choice.of(target, "")).toList();
            case 2 ->
                find(before.get(1))
                        .map(listing ->
                                Choices.named(desk.listings().glance(listing).items(listing), listing.key()))
                        .orElse(List.of());
            default -> List.of();
        };
    }
}
