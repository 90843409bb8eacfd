package io.muster.app.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the message of a protocol buffer, field by field; as much of the format as OTLP metrics need.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol buffers, encoding</a>
 */
final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] message(Consumer<Protobuf> fields) {
        var message = new Protobuf();
        fields.accept(message);
        return message.out.toByteArray();
    }

    Protobuf nested(int field, Consumer<Protobuf> fields) {
        return bytes(field, message(fields));
    }

    Protobuf text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Protobuf varint(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    Protobuf fixed64(int field, long value) {
        tag(field, FIXED64);
        out.writeBytes(littleEndian(List.of(value)));
        return this;
    }

    Protobuf float64(int field, double value) {
        return fixed64(field, Double.doubleToRawLongBits(value));
    }

    Protobuf packedFixed64(int field, List<Long> values) {
        return bytes(field, littleEndian(values));
    }

    Protobuf packedFloat64(int field, List<Double> values) {
        return packedFixed64(
                field, values.stream().map(Double::doubleToRawLongBits).toList());
    }

    private Protobuf bytes(int field, byte[] value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void tag(int field, int wireType) {
        varint(((long) field << 3) | wireType);
    }

    private void varint(long value) {
        var rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static byte[] littleEndian(List<Long> values) {
        var bytes = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putLong);
        return bytes.array();
    }
}
