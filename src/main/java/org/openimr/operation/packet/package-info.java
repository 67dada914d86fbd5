/** Packets: issued, asked for, verified, acknowledged, and sent again when records come late. */
package org.openimr.operation.packet;
