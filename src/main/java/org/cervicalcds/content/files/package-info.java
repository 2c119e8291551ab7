/** The files of the content and their strict reading: unknown, duplicate and missing keys are problems, told with file and field; knows nothing clinical. */
@NullMarked
package org.cervicalcds.content.files;

import org.jspecify.annotations.NullMarked;
