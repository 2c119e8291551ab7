package org.cervicalcds.content.findings;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.content.files.NameReferences;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.engine.criteria.Modality;
import org.cervicalcds.engine.findings.images.ImageReports;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.text.Languages;
import org.cervicalcds.engine.text.ReportReader;
import org.jspecify.annotations.Nullable;

/** Reads {@code image-reports.yaml}: which reports are of the neck, and what their words say. */
final class ImageReportFile {
    private static final String LONGEST = "report-text-max";

    private final Fields file;
    private final Terminology terminology;
    private final Map<String, Object> written;

    ImageReportFile(YamlFiles yaml, Terminology terminology) {
        this.file = yaml.required("image-reports.yaml");
        this.terminology = terminology;
        this.written = file.plain();
    }

    /** Everything that was written. */
    Map<String, Object> written() {
        return written;
    }

    /** What every finding depends on that reads image reports. */
    void mention(NameReferences mentions) {
        file.mentions().valueSets().forEach(mentions::valueSet);
        mentions.setting(FindingFiles.TEXT_LANGUAGES);
        mentions.setting(LONGEST);
    }

    /** Null where it could not be read. */
    @Nullable
    ImageReports read(Languages languages) {
        Map<Modality, List<ValueSet>> codes = new EnumMap<>(Modality.class);
        Fields reports = file.object("reports");
        for (Modality modality : Modality.values()) {
            codes.put(modality, ValueSetFiles.named(reports, word(modality), terminology));
        }
        reports.end();
        List<ReportReader.KindSource> sources = new ArrayList<>();
        Map<String, ImageReports.Kind> kinds = new LinkedHashMap<>();
        Fields dangers = file.object("dangers");
        dangers.each((name, node) -> {
            Fields danger = dangers.object(name);
            sources.add(source(name, danger));
            kinds.put(name, kind(danger));
            danger.end();
        });
        ReportReader reader = reader(sources, languages);
        file.end();
        return reader == null ? null : new ImageReports(codes, reader, kinds);
    }

    private static String word(Modality modality) {
        return modality.name().toLowerCase(Locale.ROOT);
    }

    private static ReportReader.KindSource source(String name, Fields danger) {
        return new ReportReader.KindSource(
                name,
                danger.texts("words"),
                danger.texts("words-after-injury"),
                danger.optionalText("never"),
                danger.optionalText("old"),
                danger.optionalText("unless-fresh"));
    }

    private ImageReports.Kind kind(Fields danger) {
        Map<Modality, Set<Modality>> deniedBy = new EnumMap<>(Modality.class);
        Fields denied = danger.object("denied-by");
        for (Modality modality : Modality.values()) {
            deniedBy.put(modality, modalities(denied, word(modality)));
        }
        denied.end();
        return new ImageReports.Kind(
                ValueSetFiles.named(danger, "codes", terminology),
                danger.optionalText("injury"),
                danger.optionalText("back-counts-with"),
                danger.texts("ended-by"),
                deniedBy);
    }

    private @Nullable ReportReader reader(List<ReportReader.KindSource> kinds, Languages languages) {
        Fields leftOut = file.object("left-out");
        Fields regions = file.object("regions");
        Fields clear = file.object("clear");
        try {
            return new ReportReader(
                    kinds,
                    leftOut.texts("sections"),
                    leftOut.texts("sentences"),
                    new ReportReader.RegionSource(
                            regions.text("organs"),
                            regions.text("organs-in-headings"),
                            regions.text("back"),
                            regions.text("neck"),
                            regions.text("neck-unless-back")),
                    new ReportReader.ClearSource(
                            clear.texts("normal"),
                            clear.text("normal-alone"),
                            clear.text("headings-of-all"),
                            clear.text("denying"),
                            clear.text("limited")),
                    languages);
        } catch (PatternSyntaxException e) {
            file.problem(
                    "",
                    "has a phrase that cannot be looked for: it " + e.getDescription() + ", in '" + e.getPattern()
                            + "'");
            return null;
        } finally {
            leftOut.end();
            regions.end();
            clear.end();
        }
    }

    /** How an image was made, as a list of words. */
    static Set<Modality> modalities(Fields fields, String key) {
        Set<Modality> modalities = EnumSet.noneOf(Modality.class);
        Set<String> known = new TreeSet<>();
        for (Modality modality : Modality.values()) {
            known.add(word(modality));
        }
        for (String word : fields.texts(key)) {
            if (known.contains(word)) {
                modalities.add(Modality.valueOf(word.toUpperCase(Locale.ROOT)));
            } else {
                fields.problem(key, "names '" + word + "'; it must be one of film, ct, mr");
            }
        }
        return modalities;
    }
}
