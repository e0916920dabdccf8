package main

import (
	"math/rand/v2"
	"net/netip"
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation"
	netutils "k8s.io/utils/net"
)

var cidrs = topic{
	name:    "cidrs",
	judge:   "netutils.ParseCIDRSloppy and validation.IsValidCIDR; netutils.ParseIPSloppy and validation.IsValidIP",
	modules: []string{"k8s.io/apimachinery", "k8s.io/utils"},
	fields: map[string]string{
		"network":   "the network in its canonical form; absent: no network at all",
		"address":   "the address in its canonical form; absent: no address at all",
		"canonical": "whether Kubernetes takes the text in a new field: it is in its canonical form and in no form that two programs read differently",
	},
	rows: cidrRows,
}

type cidrRow struct {
	Text      string `json:"text"`
	Network   string `json:"network,omitempty"`
	Address   string `json:"address,omitempty"`
	Canonical bool   `json:"canonical,omitempty"`
}

func cidrRows() ([]any, error) {
	var rows []any
	for _, text := range cidrTexts() {
		row := cidrRow{Text: text}
		if _, network, err := netutils.ParseCIDRSloppy(text); err == nil {
			row.Network = network.String()
			row.Canonical = len(validation.IsValidCIDR(nil, text)) == 0
		}
		if address := netutils.ParseIPSloppy(text); address != nil {
			row.Address = address.String()
			row.Canonical = len(validation.IsValidIP(nil, text)) == 0
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// randomNetwork has no bit behind its length, and often zeros before it.
func randomNetwork(r *rand.Rand, bytes int) string {
	octets := make([]byte, bytes)
	for i := range octets {
		if r.IntN(2) == 0 {
			octets[i] = byte(r.IntN(256))
		}
	}
	address, _ := netip.AddrFromSlice(octets)
	prefix, _ := address.Prefix(r.IntN(bytes*8 + 1))
	if r.IntN(5) == 0 {
		return prefix.Addr().String()
	}
	return prefix.String()
}

func cidrTexts() []string {
	v4 := []string{
		"0.0.0.0", "10.0.0.0", "10.0.0.1", "10.128.0.0", "100.64.0.0", "127.0.0.1", "169.254.0.0", "169.254.169.254", "172.16.0.0",
		"192.168.0.0", "192.168.1.128", "255.255.255.255", "255.0.0.0", "10.20.30.40",
	}
	v6 := []string{
		"::", "::1", "fd00::", "fd00::1", "fe80::", "fc00::", "fd00:ec2::254", "2001:db8::", "2001:db8:0:0:1::", "2001:db8:0:1::",
		"1:2:3:4:5:6:7:8", "1:0:0:2:0:0:0:3", "1:0:2:0:3:0:4:0", "0:1::", "::2:0:0:0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "64:ff9b::", "2002::",
	}
	odd := []string{
		"010.0.0.0", "10.00.0.0", "10.0.0", "10", "10.0.0.0.0", "256.0.0.0", "10.0.0.-1", "10..0.0", "0x0a.0.0.0", "10.0.0.0 ", " 10.0.0.0",
		"FD00::", "fd00:0:0::", "fd00:0000::", "fd00::0", "0fd0::", "fd00:::", "::fd00::", "fd00", "fd00:", ":fd00", "12345::", "fd00::g",
		"::ffff:10.0.0.0", "::ffff:a00:0", "::FFFF:10.0.0.0", "0:0:0:0:0:ffff:10.0.0.0", "::10.0.0.0", "::a00:0", "64:ff9b::10.0.0.0",
		"fe80::1%eth0", "[fd00::1]", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2:3:4:5:6:7:8", "::ffff:010.0.0.0", "localhost", "any", "*", "",
		"10.0.0.0,10.1.0.0", "10.0.0.0-10.0.0.9", "::ffff:0:0", "::ffff:0.0.0.0", "::ffff:255.255.255.255", "1:2:3:4:5:6:1.2.3.4",
	}
	lengths4 := []string{"", "/", "/0", "/1", "/7", "/8", "/9", "/12", "/16", "/24", "/25", "/30", "/31", "/32", "/33", "/08", "/+8", "/-1", "/8/8", "/a"}
	lengths6 := []string{"", "/0", "/1", "/7", "/8", "/10", "/48", "/56", "/63", "/64", "/65", "/96", "/104", "/127", "/128", "/129", "/064", "/999"}
	good := append(join(v4, lengths4), join(v6, lengths6)...)
	r := dice("cidrs")
	var free []string
	for range 400 {
		octet := func() string { return strconv.Itoa(r.IntN(256)) }
		free = append(free, octet()+"."+octet()+"."+octet()+"."+octet()+"/"+strconv.Itoa(r.IntN(34)))
	}
	for range 400 {
		group := func() string {
			return pick(r, []string{"0", "0", "0", "1", "a", "fe", "db8", "ffff", "00a", strconv.FormatInt(int64(r.IntN(65536)), 16)})
		}
		text := group()
		for range 7 {
			text += ":" + group()
		}
		free = append(free, text+pick(r, lengths6))
	}
	var exact []string
	for range 500 {
		exact = append(exact, randomNetwork(r, 4), randomNetwork(r, 16))
	}
	return distinct(good, exact, join(odd, []string{"", "/0", "/8", "/64", "/96", "/104", "/128"}), free, damaged(r, good, 800))
}
