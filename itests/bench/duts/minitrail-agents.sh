#!/bin/sh
# minitrail's controller with NETWORKS (50) networks for agents that nobody named.  The port is that of XMPP.
. "$(dirname "$0")/common.sh"
MINITRAIL=${MINITRAIL:-$(dirname "$0")/../../../minitrail}
{
    cat <<CONF
name: bench
address: 127.0.0.1
autonomous-system: $DUT_AS
ports: {bgp: 0, xmpp: $PORT, api: 0, control: 0}
networks:
CONF
    i=0
    while [ $i -lt "${NETWORKS:-50}" ]; do
        echo "  net$i: {subnet: 10.$((i + 100)).0.0/16, route-targets: [target:$DUT_AS:$((100 + i))]}"
        i=$((i + 1))
    done
} >"$RUN/controller.yml"
"$MINITRAIL" version >&2 # builds it, and prepares fast starts, if need be: longer than launch waits
launch "$MINITRAIL" node controller --config "$RUN/controller.yml"
