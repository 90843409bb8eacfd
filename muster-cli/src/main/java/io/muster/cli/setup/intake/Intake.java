package io.muster.cli.setup.intake;

import io.muster.cli.setup.Installation;
import io.muster.cli.setup.Surroundings;
import io.muster.cli.setup.intake.Conversion.Converted;
import io.muster.cli.setup.intake.Conversion.Refused;
import io.muster.cli.setup.intake.Found.Broken;
import io.muster.cli.setup.intake.Found.Reading;
import io.muster.cli.setup.intake.Found.Servers;
import io.muster.cli.setup.intake.Outcome.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Takes over the MCP servers that other programs know. */
public final class Intake {
    private final Installation installation;
    private final Surroundings around;
    private final String own;

    /**
     * An intake.
     *
     * @param own the endpoint of Muster, which programs that are connected already name; empty when not known
     */
    public Intake(Installation installation, Surroundings around, String own) {
        this.installation = installation;
        this.around = around;
        this.own = own;
    }

    /**
     * Reads the files and keeps a definition of each server in them.
     *
     * @param files those to read; none for all that are found
     * @param dryRun whether nothing is kept
     */
    public IntakeReport run(List<Path> files, boolean dryRun) {
        var sources = new Sources(around);
        List<Reading> readings = files.isEmpty() ? sources.found() : sources.named(files);
        var names = new Names(installation.servers());
        var outcomes = new ArrayList<Outcome>();
        var broken = new ArrayList<Broken>();
        for (var reading : readings) {
            switch (reading) {
                case Servers(var servers) -> servers.forEach(server -> outcomes.add(outcome(server, names, dryRun)));
                case Broken fault -> broken.add(fault);
            }
        }
        return new IntakeReport(around, installation.directory(), dryRun, outcomes, broken);
    }

    private Outcome outcome(Found found, Names names, boolean dryRun) {
        return switch (Converter.convert(found, around, own)) {
            case Refused(var reason) -> Outcome.refused(found, reason);
            case Converted converted -> placed(found, converted, names, dryRun);
        };
    }

    private Outcome placed(Found found, Converted converted, Names names, boolean dryRun) {
        var errors = installation.check(Names.label(found.name()), converted.spec()).stream()
                .filter(fault -> fault.severity() == Installation.Severity.ERROR)
                .map(fault -> inTheirWords(fault, found))
                .collect(Collectors.joining("; "));
        if (!errors.isEmpty()) {
            return Outcome.refused(found, errors);
        }
        var place = names.place(found.name(), converted.spec());
        var kind = kind(place, converted, dryRun);
        var notes = new ArrayList<String>();
        if (!place.name().equals(found.name()) && kind != Kind.IDENTICAL) {
            notes.add(
                    place.name().equals(Names.label(found.name()))
                            ? "renamed: a name has only lower-case letters, digits and '-'"
                            : "renamed: another server is called " + Names.label(found.name()));
        }
        notes.addAll(converted.notes());
        return new Outcome(found, kind, place.name(), converted.spec(), notes);
    }

    /** What is wrong, with the field as it is called where the server was found. */
    private static String inTheirWords(Installation.Fault fault, Found found) {
        var field = fault.field().replaceFirst("^spec\\.", "");
        var theirs = field.equals("url") ? Converter.urlMember(found.entry()) : field;
        return (theirs.isEmpty() ? "" : "'" + theirs + "' ") + fault.message();
    }

    private Kind kind(Names.Place place, Converted converted, boolean dryRun) {
        return switch (place) {
            case Names.Same _ -> Kind.IDENTICAL;
            case Names.Free _ when dryRun -> Kind.PLANNED;
            case Names.Free(var name) -> installation.define(name, converted.spec()) ? Kind.IMPORTED : Kind.TAKEN;
        };
    }
}
