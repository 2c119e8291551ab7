package org.cervicalcds.engine.entries;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of images under codes of a hospital's own (docs/clinical.md, matching rules 7 and 8). */
final class ImagingWordsTest {

    @ParameterizedTest
    @CsvSource({
        "XR CERVICAL SPINE 2-3 VIEWS, true, false, false",
        "X-RAY C-SPINE, true, false, false",
        "X RAY C SPINE, true, false, false",
        "X_RAY_C_SPINE, true, false, false",
        "XRAY NECK, true, false, false",
        "Radiographs of the neck, true, false, false",
        "CT CERVICAL SPINE WO CONTRAST, false, true, false",
        "CT-cervical spine, false, true, false",
        "CT_CERVICAL_SPINE_WO, false, true, false",
        "CT C\u2011SPINE, false, true, false",
        "CT  C  SPINE, false, true, false",
        "MRI CSPINE, false, false, true",
        "MR neck, false, false, true",
        "Röntgen HWS in 2 Ebenen, true, false, false",
        "RÖNTGEN Halswirbelsäule, true, false, false",
        "CT der HWS nativ, false, true, false",
        "Computertomographie der Halswirbelsäule, false, true, false",
        "MRT HWS mit KM, false, false, true",
        "Kernspintomographie HWS, false, false, true",
        "Radiografía cervical, true, false, false",
        "Rx columna cervical, true, false, false",
        "TAC cervical, false, true, false",
        "RM de columna cervical, false, false, true",
        "Radiographie du rachis cervical, true, false, false",
        "Scanner du rachis cervical, false, true, false",
        "TDM cervicale, false, true, false",
        "IRM cervicale, false, false, true",
        "CT halswervelkolom, false, true, false",
    })
    void theNeckAndTheModalityAreTold(String name, boolean film, boolean ct, boolean mr) {
        assertThat(ImagingWords.of(name)).isEqualTo(new ImagingWords(true, true, film, ct, mr));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CT ANGIO NECK",
                "XR soft tissue neck",
                "XR soft-tissues neck",
                "Cervical spine",
                "Direct neck exam",
                "CTA neck",
                "MRSA screen, neck",
                "extra cervical pillow",
                "X factor neck",
                "Rx: neck collar",
                "RM neck block",
                "CT Halsweichteile",
                "Angio-MRT HWS",
                "Complete cervical massage",
                "HWS-Syndrom"
            })
    void othersAreNoImagesOfTheNeck(String name) {
        assertThat(ImagingWords.of(name).neck()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CT HEAD",
                "XR T-SPINE",
                "XR T SPINE",
                "MRI lumbar spine",
                "MRT LWS",
                "Röntgen BWS",
                "Computertomographie Lendenwirbelsäule",
                "IRM lombaire"
            })
    void anImageOfAnotherPartIsNoneOfTheNeck(String name) {
        assertThat(ImagingWords.of(name)).isNotEqualTo(ImagingWords.NONE);
        assertThat(ImagingWords.of(name).neck()).isFalse();
    }
}
