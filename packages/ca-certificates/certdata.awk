# Mozilla's certdata.txt -> a PEM bundle of the certificates that may vouch for servers.
# A certificate and the object that says what it is trusted for share issuer and serial number.

/ MULTILINE_OCTAL$/ { field = $1; octal[field] = ""; next }
/^END$/ && field == "CKA_VALUE" { id[++count] = key(); label[count] = name; der[count] = octal[field] }
/^END$/ { field = ""; next }
field != "" { octal[field] = octal[field] $0; next }
/^CKA_LABEL / { name = substr($0, index($0, "\"")) }
/^CKA_TRUST_SERVER_AUTH / { trust[key()] = $3 }

END {
    for (i = 1; i <= count; i++)
        if (trust[id[i]] == "CKT_NSS_TRUSTED_DELEGATOR")
            printf "# %s\n-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n", label[i], base64(der[i])
}

function key() { return octal["CKA_ISSUER"] " " octal["CKA_SERIAL_NUMBER"] }

# RFC 4648, chapter 4, in lines of 64 characters.
function base64(text,    digit, n, i, word, out) {
    n = split(text, digit, "\\")
    for (i = 2; i <= n; i += 3) {
        word = byte(digit[i]) * 65536 + byte(digit[i + 1]) * 256 + byte(digit[i + 2])
        out = out letter(word / 262144) letter(word / 4096) (i + 1 > n ? "=" : letter(word / 64)) (i + 2 > n ? "=" : letter(word))
        if ((i - 2) % 48 == 45 || i + 2 >= n)
            out = out "\n"
    }
    return out
}

function byte(digits) { return substr(digits, 1, 1) * 64 + substr(digits, 2, 1) * 8 + substr(digits, 3, 1) }

function letter(word) { return substr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", int(word) % 64 + 1, 1) }
