package io.muster.wire.yaml;

import io.muster.wire.json.JsonArray;
import io.muster.wire.json.JsonObject;
import io.muster.wire.json.JsonString;
import io.muster.wire.json.JsonValue;
import io.muster.wire.yaml.YamlNode.Alias;
import io.muster.wire.yaml.YamlNode.Entry;
import io.muster.wire.yaml.YamlNode.Mapping;
import io.muster.wire.yaml.YamlNode.Scalar;
import io.muster.wire.yaml.YamlNode.Sequence;
import io.muster.wire.yaml.YamlNode.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Builds the nodes of a text's first document from parser events; every bound on what a text may cost is here. */
final class YamlComposer {
    static final int MAX_LENGTH = 4 << 20;
    static final int MAX_DEPTH = 200;
    /** Bound of {@link Size#weight}: a text without aliases stays below it, a bomb of aliases does not. */
    static final long MAX_WEIGHT = 2L * MAX_LENGTH;

    private static final String TAG_PREFIX = "tag:yaml.org,2002:";

    private final SourceText source;
    private final Iterator<Event> events;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();

    private YamlComposer(SourceText source) {
        this.source = source;
        var settings = LoadSettings.builder().setCodePointLimit(MAX_LENGTH).build();
        this.events = new Parse(settings).parseString(source.text()).iterator();
    }

    /** The root of the first document; nothing when the text holds no document. */
    static Optional<YamlNode> compose(SourceText source) {
        if (source.text().length() > MAX_LENGTH) {
            throw new YamlException("a document of more than " + MAX_LENGTH + " characters", new Position(1, 1));
        }
        var composer = new YamlComposer(source);
        try {
            return composer.document();
        } catch (MarkedYamlEngineException e) {
            var mark = e.getProblemMark().or(e::getContextMark);
            var problem = e.getProblem() == null ? "not YAML" : e.getProblem();
            throw new YamlException(
                    problem, mark.map(m -> source.position(source.offset(m))).orElse(new Position(1, 1)));
        } catch (ReaderException e) {
            var place = source.position(Math.min(e.getPosition(), source.text().length()));
            throw new YamlException("a character that YAML does not allow", place);
        } catch (YamlEngineException e) {
            throw new YamlException(String.valueOf(e.getMessage()), new Position(1, 1));
        }
    }

    private Optional<YamlNode> document() {
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.DocumentStart) {
                return Optional.of(node(events.next(), 1));
            }
        }
        return Optional.empty();
    }

    private YamlNode node(Event event, int depth) {
        var start = start(event);
        if (depth > MAX_DEPTH) {
            throw fault("nested more than " + MAX_DEPTH + " levels deep", start);
        }
        var node = switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent mapping -> mapping(mapping, depth);
            case CollectionStartEvent sequence -> sequence(sequence, depth);
            default -> throw fault("unexpected " + event.getEventId(), start);
        };
        if (node.size().weight() > MAX_WEIGHT) {
            throw fault("aliases that expand to more than " + MAX_WEIGHT + " characters", start);
        }
        if (depth + node.size().depth() > MAX_DEPTH + 1) {
            throw fault("nested more than " + MAX_DEPTH + " levels deep", start);
        }
        if (!(node instanceof Alias)) {
            ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        }
        return node;
    }

    private YamlNode alias(AliasEvent event) {
        var target = anchors.get(event.getAlias());
        if (target == null) {
            throw fault("alias *" + event.getAlias() + " has no complete anchor before it", start(event));
        }
        return new Alias(start(event), end(event), target);
    }

    private Scalar scalar(ScalarEvent event) {
        var start = start(event);
        var end = end(event);
        if (event.isLiteral() || event.isFolded()) {
            end = endOfBlockScalar(start, end);
        }
        var size = new Size(1 + event.getValue().length(), 1);
        return new Scalar(start, end, valueOf(event), size, event.getScalarStyle());
    }

    /** The parser ends a block scalar after the blank lines that follow it; with {@code +} they are its content. */
    private int endOfBlockScalar(int start, int end) {
        var text = source.text();
        var header = text.substring(start, source.lineEnd(start));
        var last = end;
        if (header.contains("+")) {
            return last > start && text.charAt(last - 1) == '\n' ? last - 1 : last;
        }
        while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    private JsonValue valueOf(ScalarEvent event) {
        var text = event.getValue();
        var tag = event.getTag().orElse(event.isPlain() ? "" : "!");
        try {
            return switch (tag) {
                case "" -> CoreSchema.resolve(text);
                case "!", TAG_PREFIX + "str" -> new JsonString(text);
                case TAG_PREFIX + "int", TAG_PREFIX + "float", TAG_PREFIX + "bool", TAG_PREFIX + "null" -> {
                    var value = CoreSchema.resolve(text);
                    if (value instanceof JsonString) {
                        throw new IllegalArgumentException("not a value of its tag " + tag);
                    }
                    yield value;
                }
                default -> throw new IllegalArgumentException("the tag " + tag + " has no JSON equivalent");
            };
        } catch (IllegalArgumentException e) {
            throw fault(String.valueOf(e.getMessage()), start(event));
        }
    }

    private Sequence sequence(CollectionStartEvent event, int depth) {
        tagged(event, "seq");
        var elements = new ArrayList<YamlNode>();
        var values = new ArrayList<JsonValue>();
        var weight = 1L;
        var deepest = 0;
        var next = events.next();
        for (; next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            var element = node(next, depth + 1);
            elements.add(element);
            values.add(element.value());
            weight += element.size().weight();
            deepest = Math.max(deepest, element.size().depth());
        }
        var lastChild = elements.isEmpty() ? start(next) : elements.getLast().end();
        return new Sequence(
                start(event),
                event.isFlow() ? end(next) : lastChild,
                JsonArray.of(values),
                new Size(weight, deepest + 1),
                event.isFlow(),
                elements);
    }

    private Mapping mapping(MappingStartEvent event, int depth) {
        tagged(event, "map");
        var entries = new ArrayList<Entry>();
        var names = new HashSet<String>();
        var weight = 1L;
        var deepest = 0;
        var next = events.next();
        for (; next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            var entry = entry(next, depth + 1);
            if (!names.add(entry.name())) {
                throw fault("duplicate key " + entry.name(), entry.key().start());
            }
            entries.add(entry);
            weight += entry.key().size().weight() + entry.node().size().weight();
            deepest = Math.max(deepest, entry.node().size().depth());
        }
        var lastChild =
                entries.isEmpty() ? start(next) : entries.getLast().node().end();
        return new Mapping(
                start(event),
                event.isFlow() ? end(next) : lastChild,
                members(entries),
                new Size(weight, deepest + 1),
                event.isFlow(),
                entries);
    }

    private Entry entry(Event event, int depth) {
        var key = node(event, depth);
        var named = key instanceof Alias alias ? alias.target() : key;
        if (!(named instanceof Scalar scalar)) {
            throw fault("a key must be a scalar", start(event));
        }
        var place = new Scalar(key.start(), key.end(), scalar.value(), scalar.size(), scalar.style());
        var name = scalar.value() instanceof JsonString string
                ? string.value()
                : scalar.value().toString();
        var merge = scalar.style() == ScalarStyle.PLAIN && name.equals("<<");
        var value = node(events.next(), depth);
        return new Entry(name, merge, place, value);
    }

    /** Own members in their order, then what merge keys bring in: of two that bring the same name the first counts. */
    private JsonObject members(List<Entry> entries) {
        var members = new LinkedHashMap<String, JsonValue>();
        for (var entry : entries) {
            if (!entry.merge()) {
                members.put(entry.name(), entry.node().value());
            }
        }
        for (var entry : entries) {
            if (entry.merge()) {
                for (var merged : merged(entry)) {
                    merged.members().forEach(member -> members.putIfAbsent(member.name(), member.value()));
                }
            }
        }
        return JsonObject.of(members);
    }

    private List<JsonObject> merged(Entry entry) {
        var values = entry.node().value() instanceof JsonArray array
                ? array.values()
                : List.of(entry.node().value());
        return values.stream()
                .map(value -> {
                    if (value instanceof JsonObject object) {
                        return object;
                    }
                    throw fault("a merge key needs a mapping", entry.node().start());
                })
                .toList();
    }

    private void tagged(CollectionStartEvent event, String expected) {
        var tag = event.getTag().orElse("!");
        if (!tag.equals("!") && !tag.equals(TAG_PREFIX + expected)) {
            throw fault("the tag " + tag + " has no JSON equivalent", start(event));
        }
    }

    private int start(Event event) {
        return source.offset(event.getStartMark().orElseThrow());
    }

    private int end(Event event) {
        return source.offset(event.getEndMark().orElseThrow());
    }

    private YamlException fault(String message, int offset) {
        return new YamlException(message, source.position(offset));
    }
}
