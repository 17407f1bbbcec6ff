@NullMarked
package net.minitrail.controller;

import org.jspecify.annotations.NullMarked;
