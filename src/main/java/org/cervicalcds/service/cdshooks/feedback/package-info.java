/** Feedback: its wire format, and where it goes. */
@NullMarked
package org.cervicalcds.service.cdshooks.feedback;

import org.jspecify.annotations.NullMarked;
