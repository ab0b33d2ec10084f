package io.apfw.cloud;

/**
 * One line of an answer.
 *
 * @param imageClass an opaque number or name
 * @param url where the image of that class is
 */
public record ClassUrl(String imageClass, String url) {}
