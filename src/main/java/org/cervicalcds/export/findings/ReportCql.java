package org.cervicalcds.export.findings;

import static org.cervicalcds.export.cql.CqlText.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.findings.FindingText;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.criteria.Modality;
import org.cervicalcds.engine.findings.ReportFinding;
import org.cervicalcds.engine.findings.images.ImageClear;
import org.cervicalcds.engine.findings.images.ImageDanger;
import org.cervicalcds.engine.findings.images.ImageReports;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.export.cql.Codes;
import org.cervicalcds.export.cql.CqlText;
import org.cervicalcds.export.cql.Definition;
import org.cervicalcds.export.cql.Phrases;
import org.jspecify.annotations.Nullable;

/** Findings about what was done, and about what reports of images say: their words are not judged in CQL. */
final class ReportCql {
    private final Map<String, Object> imageReports;
    private final Codes codes;
    private final Phrases phrases;
    private final Evidence evidence;

    /** @param imageReports how reports are read, as it was written */
    ReportCql(Map<String, Object> imageReports, Codes codes, Phrases phrases, Evidence evidence) {
        this.imageReports = imageReports;
        this.codes = codes;
        this.phrases = phrases;
        this.evidence = evidence;
    }

    Written write(String finding, ReportFinding definition, FindingText text) {
        boolean reads = definition.text() != null;
        String report = reads ? "R.report" : "R";
        String entry = report + ".entry";
        Search search = new Search(finding, reads ? "Chart.\"Diagnostic reports\"" : "Chart.\"Reports\"", "R", entry)
                .where(report + ".isDone")
                .where(meant(definition.sets(), definition.byName(), report));
        if (!Windows.isOver(definition.window())) {
            search.where("not " + report + ".isFuture");
        }
        search.where(Windows.conditions(definition.window(), entry));
        if (!definition.since().isEmpty()) {
            search.where(entry + ".first >= " + name(finding + " since"));
        }
        boolean stems = Boolean.TRUE.equals(text.keys().get("stems"));
        if (reads) {
            search.judging("Chart.OrMore(" + says(text(text, "text"), stems) + ", R.hasMore)");
        }
        if (definition.withoutText() != null) {
            search.judging("not Chart.OrMore(" + says(text(text, "without-text"), stems) + ", R.hasMore)");
        }
        if (definition.among() != null) {
            evidence.among(search, List.of(definition.among()), entry + ".ref", true);
        }
        Written written = search.written(definition.missingIsAbsent() ? Set.of() : definition.needs());
        return definition.since().isEmpty() ? written : since(finding, definition.since(), List.of(), written);
    }

    private String says(String list, boolean stems) {
        return stems ? phrases.saysStem(list, "R.words") : phrases.says(list, "R.words", "R.language");
    }

    private static String text(FindingText text, String key) {
        return String.valueOf(text.keys().get(key));
    }

    /** Without an event that has a date there is nothing to have been done after. */
    private Written since(String finding, List<String> since, List<String> failing, Written written) {
        List<Definition> definitions = new ArrayList<>();
        String newest = "Chart.NewestDay(" + evidence.entries(since) + ")";
        definitions.add(Definition.of(
                finding + " since",
                failing.isEmpty()
                        ? newest
                        : "Coalesce(" + newest + ", Chart.NewestDay(" + evidence.entries(failing) + "))"));
        int last = written.definitions().size() - 1;
        definitions.addAll(written.definitions().subList(0, last));
        Definition answer = written.definitions().get(last);
        definitions.add(Definition.of(
                finding,
                "if " + name(finding + " since") + " is null then false else "
                        + answer.body().get(0)));
        return new Written(written.extent(), definitions, written.open());
    }

    private String meant(List<ValueSet> sets, ReportFinding.@Nullable ByName named, String report) {
        List<String> ways = new ArrayList<>();
        if (!sets.isEmpty()) {
            ways.add(codes.concept(sets, CodeFilter.ALL, report + ".codes"));
        }
        if (named != null) {
            ways.add(names(named, report + ".name"));
        }
        return CqlText.any(ways);
    }

    static String names(ReportFinding.ByName named, String words) {
        List<String> modalities = new ArrayList<>();
        if (named.film()) {
            modalities.add("Chart.\"Film\"");
        }
        if (named.ct()) {
            modalities.add("Chart.\"CT\"");
        }
        if (named.mr()) {
            modalities.add("Chart.\"MR\"");
        }
        return CqlText.any(modalities.stream()
                .map(modality -> "Chart.NamesImage(" + words + ", Chart."
                        + (named.wholeSpine() ? "\"Spine\"" : "\"Neck\"") + ", " + modality + ")")
                .toList());
    }

    Written write(String finding, ImageDanger definition) {
        Search search = new Search(finding, "Chart.\"Diagnostic reports\"", "R", "R.report.entry")
                .where(definition.preliminaryCounts() ? "(R.report.isDone or R.isPreliminary)" : "R.report.isDone")
                .where("R.report.entry.at is not null")
                .where(Windows.conditions(definition.window(), "R.report.entry"))
                .where(made(definition.images(), definition.modalities()));
        if (!definition.notBefore().isEmpty()) {
            search.where("R.report.entry.first >= Chart.OldestDay(" + evidence.entries(definition.notBefore()) + ")");
        }
        Written written = search.judging(open(definition.images(), List.of(definition.kind()), false))
                .written(definition.needs());
        return new Written(Extent.NOT_EVALUATED, written.definitions(), true);
    }

    Written write(String finding, ImageClear definition) {
        Search search = new Search(finding, "Chart.\"Diagnostic reports\"", "R", "R.report.entry")
                .where("R.report.isDone")
                .where("R.report.entry.first >= " + name(finding + " since"))
                .where(made(definition.images(), definition.modalities()))
                .judging(open(definition.images(), definition.denied(), true));
        Written written =
                since(finding, definition.since(), definition.failingThatSince(), search.written(definition.needs()));
        return new Written(Extent.NOT_EVALUATED, written.definitions(), true);
    }

    /** False where no word, in a language that is read, and no code of the report names what would decide it, else null. */
    private String open(ImageReports images, List<String> kinds, boolean orNormal) {
        List<String> words = new ArrayList<>();
        List<ValueSet> sets = new ArrayList<>();
        for (String kind : kinds) {
            Map<?, ?> written = map(map(imageReports.get("dangers")).get(kind));
            words.addAll(texts(written.get("words")));
            words.addAll(texts(written.get("words-after-injury")));
            ImageReports.Kind rule = images.kinds().get(kind);
            if (rule != null) {
                sets.addAll(rule.codes());
            }
        }
        if (orNormal) {
            Map<?, ?> clear = map(imageReports.get("clear"));
            words.addAll(texts(clear.get("normal")));
            words.addAll(texts(clear.get("normal-alone")));
        }
        String coded = sets.isEmpty()
                ? ""
                : " and not " + codes.concept(sets.stream().distinct().toList(), CodeFilter.ALL, "R.conclusions");
        return "(if not R.hasMore and (R.words = '' or not Words.IsUnread(R.language)) and Chart.LacksAll(R.words, "
                + CqlText.string(Phrases.anyOf(words)) + ")" + coded
                + " then false else null as Boolean)";
    }

    private static Map<?, ?> map(@Nullable Object written) {
        return written instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<String> texts(@Nullable Object written) {
        if (written instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return written == null ? List.of() : List.of(written.toString());
    }

    private String made(ImageReports images, Set<Modality> modalities) {
        List<String> ways = new ArrayList<>();
        for (Modality modality : Modality.values()) {
            if (modalities.contains(modality)) {
                List<ValueSet> sets = images.codes().getOrDefault(modality, List.of());
                if (!sets.isEmpty()) {
                    ways.add(codes.concept(sets, CodeFilter.ALL, "R.report.codes"));
                }
                ways.add("Chart.NamesImage(R.report.name, Chart.\"Neck\", Chart." + NAMES.get(modality) + ")");
            }
        }
        return CqlText.any(ways);
    }

    private static final Map<Modality, String> NAMES =
            Map.of(Modality.FILM, "\"Film\"", Modality.CT, "\"CT\"", Modality.MR, "\"MR\"");
}
