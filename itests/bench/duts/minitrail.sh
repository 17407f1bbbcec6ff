#!/bin/sh
# minitrail's controller as VPNv4 route reflector for whoever calls from 127.0.0.0/8.
. "$(dirname "$0")/common.sh"
MINITRAIL=${MINITRAIL:-$(dirname "$0")/../../../minitrail}
CLUSTER=
[ $IBGP = 1 ] && CLUSTER="cluster-id: 10.255.0.1"
cat >"$RUN/controller.yml" <<CONF
name: bench
address: 127.0.0.1
router-id: 10.255.0.1
autonomous-system: $DUT_AS
$CLUSTER
ports: {bgp: $PORT, xmpp: 0, api: 0, control: ${CONTROL:-0}}
dynamic-neighbors:
  - {prefix: 127.0.0.0/8, as: $PEER_AS, route-reflector-client: $([ $IBGP = 1 ] && echo true || echo false), families: [inet-vpn], hold-time: 240}
CONF
"$MINITRAIL" version >&2 # builds it, and prepares fast starts, if need be: longer than launch waits
launch "$MINITRAIL" node controller --config "$RUN/controller.yml"
