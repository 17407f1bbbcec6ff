@NullMarked
package net.minitrail.controller.config;

import org.jspecify.annotations.NullMarked;
