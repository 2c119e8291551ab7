/**
 * Who may send how much at what speed: deadlines of bodies, connections of an address; knows Tomcat, and nothing of what bodies hold.
 *
 * <p>A thread is held while a body is waited for, whoever waits: an endpoint, a filter, or Tomcat that reads the rest of what was refused. So bodies are watched beside the
 * threads, from the first wait for them until they are here, and whoever is too slow is told that nothing more comes: the thread reads the end of the stream.
 */
@NullMarked
package org.cervicalcds.service.uploads;

import org.jspecify.annotations.NullMarked;
