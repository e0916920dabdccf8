package amount

import "testing"

func TestExponentsThatHangAreNeverAsked(t *testing.T) {
	for text, harmless := range map[string]bool{
		"1e400": true, "1E-400": true, "1e": true, "1e+07": true, "1E": true, "1e3Gi": true,
		"1e401": false, "1e-2147483647": false, "1E99999999999999999999": false, "1e3e999": false,
	} {
		if IsHarmless(text) != harmless {
			t.Errorf("IsHarmless(%q) is not %v", text, harmless)
		}
	}
}
