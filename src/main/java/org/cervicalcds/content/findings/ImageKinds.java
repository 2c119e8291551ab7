package org.cervicalcds.content.findings;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.content.files.Fields;
import org.cervicalcds.engine.criteria.Window;
import org.cervicalcds.engine.findings.FindingDefinition;
import org.cervicalcds.engine.findings.images.ImageClear;
import org.cervicalcds.engine.findings.images.ImageDanger;
import org.cervicalcds.engine.findings.images.ImageReports;
import org.cervicalcds.engine.text.Languages;
import org.jspecify.annotations.Nullable;

/** The kinds of findings about what image reports say. */
final class ImageKinds {
    private final ImageReportFile file;
    private final @Nullable ImageReports images;

    ImageKinds(ImageReportFile file, Languages languages) {
        this.file = file;
        this.images = file.read(languages);
    }

    /** Everything that was written of the reports. */
    Map<String, Object> written() {
        return file.written();
    }

    @Nullable
    FindingDefinition danger(Fields fields, Window window) {
        file.mention(fields.mentions());
        String kind = fields.text("image-danger");
        var modalities = ImageReportFile.modalities(fields, "modalities");
        List<String> notBefore = fields.texts("not-before-oldest");
        boolean preliminary = fields.flag("preliminary-counts", false);
        var certainty = fields.flag("sure-only", false) ? ImageReports.Certainty.SURE : ImageReports.Certainty.ANY;
        boolean neckOnly = fields.flag("neck-only", false);
        if (images == null) {
            return null;
        }
        if (!images.kinds().containsKey(kind)) {
            fields.problems()
                    .unknown(
                            fields.file(),
                            fields.path("image-danger"),
                            "kind of danger",
                            kind,
                            images.kinds().keySet());
            return null;
        }
        return new ImageDanger(images, kind, modalities, window, notBefore, preliminary, certainty, neckOnly);
    }

    @Nullable
    FindingDefinition clear(Fields fields) {
        file.mention(fields.mentions());
        List<String> denied = kinds(fields, "image-clear");
        var modalities = ImageReportFile.modalities(fields, "modalities");
        List<String> since = fields.texts("since");
        List<String> failingThat = fields.texts("failing-that-since");
        List<String> without = kinds(fields, "without");
        return images == null ? null : new ImageClear(images, modalities, since, failingThat, denied, without);
    }

    private List<String> kinds(Fields fields, String key) {
        Set<String> known = images == null ? Set.of() : images.kinds().keySet();
        return images == null ? fields.texts(key) : fields.known(key, "kind of danger", known);
    }
}
