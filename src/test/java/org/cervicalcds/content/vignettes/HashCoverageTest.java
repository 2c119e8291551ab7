package org.cervicalcds.content.vignettes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.ContentChanges.Change;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A signature covers everything that decides a card: whatever single change of a content file changes what a card does in some vignette changes its hash.
 *
 * <p>A part of all changes is tried, the same each time: some of every file. {@code -Dcontent.changes=100000} tries them all, which takes some 20 minutes.
 */
@Tag("long")
class HashCoverageTest {
    private static final int MOST = Integer.getInteger("content.changes", 200);
    private static final ContentFiles FILES = ContentFiles.in(Path.of("cds-cards"));
    private static final Content CONTENT = Content.load(FILES);
    private static final List<Vignette> VIGNETTES = VignetteFiles.read(CONTENT);

    /** What a site may switch without a signature, and what is not the card's own. */
    private static final Set<String> NOT_SIGNED = Set.of("status", "tier-status", "review");

    private static final List<Map<String, String>> RESULTS = results(CONTENT, Set.of());

    /** What each vignette comes to, by card, without some cards. */
    private static List<Map<String, String>> results(Content content, Set<String> without) {
        CardResults results = new CardResults(content);
        List<Map<String, String>> all = new ArrayList<>();
        for (Vignette vignette : VIGNETTES) {
            Map<String, String> each = results.of(vignette, Locale.ENGLISH);
            each.keySet().removeAll(without);
            all.add(each);
        }
        return all;
    }

    /** Cards that do something else in some vignette and whose hash stayed, with that vignette. */
    private static List<String> unsignedChanges(ContentFiles files) {
        Content changed;
        try {
            changed = Content.load(files);
        } catch (ContentException e) {
            return List.of();
        }
        Map<String, String> before = CONTENT.hashes();
        Set<String> others = new LinkedHashSet<>();
        changed.hashes().forEach((card, hash) -> {
            if (!hash.equals(before.get(card))) {
                others.add(card);
            }
        });
        if (others.containsAll(before.keySet())) {
            return List.of();
        }
        List<Map<String, String>> results = results(changed, others);
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            Map<String, String> expected = RESULTS.get(i);
            Vignette vignette = VIGNETTES.get(i);
            results.get(i).forEach((card, result) -> {
                String was = String.valueOf(expected.get(card));
                boolean gaveWay = CardResults.GAVE_WAY.contains(result) || CardResults.GAVE_WAY.contains(was);
                if (!result.equals(was) && !(gaveWay && !others.isEmpty())) {
                    found.putIfAbsent(card, card + " in '" + vignette + "': " + firstDifference(was, result));
                }
            });
        }
        return List.copyOf(found.values());
    }

    private static String firstDifference(String was, String is) {
        int at = 0;
        while (at < Math.min(was.length(), is.length()) && was.charAt(at) == is.charAt(at)) {
            at++;
        }
        int from = Math.max(0, at - 30);
        return "…" + was.substring(from, Math.min(was.length(), at + 40)) + "… is …"
                + is.substring(from, Math.min(is.length(), at + 40)) + "…";
    }

    private static boolean isSigned(Change change) {
        return NOT_SIGNED.stream().noneMatch(key -> change.what().matches("\\[" + key + "\\b.*|.*without " + key));
    }

    /** Some of every file, evenly. */
    private static List<Change> some() {
        List<List<Change>> byFile = new ArrayList<>();
        for (String path : FILES.texts().keySet()) {
            if (path.endsWith(".yaml") && !path.endsWith("vignettes.yaml") && !path.equals("sign-off.yaml")) {
                byFile.add(ContentChanges.of(FILES, path).stream()
                        .filter(HashCoverageTest::isSigned)
                        .toList());
            }
        }
        int all = byFile.stream().mapToInt(List::size).sum();
        List<Change> some = new ArrayList<>();
        for (List<Change> changes : byFile) {
            int wanted = Math.min(changes.size(), Math.max(1, (int) Math.ceil((double) MOST * changes.size() / all)));
            for (int i = 0; i < wanted; i++) {
                some.add(changes.get((int) ((long) i * changes.size() / wanted)));
            }
        }
        return some;
    }

    @Test
    void aFileThatSaysTheSameInAnotherFormChangesNoHash() {
        ContentFiles files = FILES;
        for (String path : new TreeSet<>(FILES.texts().keySet())) {
            if (path.endsWith(".yaml") && !path.endsWith("vignettes.yaml") && !path.equals("sign-off.yaml")) {
                files = files.with(path, ContentChanges.same(FILES, path));
            }
        }
        assertThat(Content.load(files).hashes()).isEqualTo(CONTENT.hashes());
    }

    @Test
    void noChangeOfAnyFileChangesACardBehindItsSignature() {
        List<String> unsigned = some().parallelStream()
                .flatMap(change -> unsignedChanges(
                                FILES.with(change.path(), change.text().get()))
                        .stream()
                        .map(found -> change + " changes " + found))
                .toList();
        assertThat(unsigned).isEmpty();
    }
}
