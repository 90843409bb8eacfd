package io.muster.mcp.client.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A process and all that came of it. Descendants are found by parentage and, where {@code /proc} exists, by a mark in
 * their environment: a grandchild whose parent has died belongs to nobody, but still carries the mark.
 */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    private static final int MAX_ENVIRONMENT = 1 << 20;

    private final ProcessHandle root;
    private final byte[] mark;
    private final Set<ProcessHandle> members = new LinkedHashSet<>();

    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = mark.getBytes(StandardCharsets.US_ASCII);
        members.add(root);
    }

    /** Looks for members that are new since the last look. */
    void look() {
        root.descendants().forEach(members::add);
        if (Files.isDirectory(PROC)) {
            try (var processes = Files.newDirectoryStream(PROC, ProcessTree::isProcess)) {
                processes.forEach(this::addIfMarked);
            } catch (IOException | DirectoryIteratorException unreadable) {
                return;
            }
        }
    }

    /** Asks all living members to end (SIGTERM), the root first. */
    void terminate() {
        members.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroy);
    }

    /** Ends all living members (SIGKILL). */
    void kill() {
        members.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }

    /** Completes when all known members have ended. */
    CompletableFuture<Void> ended() {
        return CompletableFuture.allOf(members.stream()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture<?>[]::new));
    }

    private static boolean isProcess(Path path) {
        return path.getFileName().toString().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void addIfMarked(Path process) {
        try (var in = Files.newInputStream(process.resolve("environ"))) {
            if (contains(in.readNBytes(MAX_ENVIRONMENT), mark)) {
                ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                        .ifPresent(members::add);
            }
        } catch (IOException endedOrOfAnotherUser) {
            return;
        }
    }

    private static boolean contains(byte[] text, byte[] wanted) {
        for (int i = 0; i + wanted.length <= text.length; i++) {
            if (Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }
}
