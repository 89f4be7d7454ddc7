using System.Text;

namespace GraphRun.Ops.Strings;

/// <summary>Bytes as letters and digits, in the alphabet for addresses (RFC 4648, 5).</summary>
public static class Base64Op
{
    [Op("io.encode_base64", "encode_base64")]
    public static OpDef EncodeBase64 { get; } = StringElements.Each(
        "EncodeBase64",
        "Strings in base64 with '-' and '_'; with pad '=' fills up the last four characters.",
        "encode_base64('graph')",
        ["pad: bool = false"],
        attrs =>
        {
            var pads = attrs.Bool("pad");
            return text => Encode(text, pads);
        });

    [Op("io.decode_base64", "decode_base64")]
    public static OpDef DecodeBase64 { get; } = StringElements.Each(
        "DecodeBase64",
        "The strings that base64 with '-' and '_' stands for, padded or not.",
        "decode_base64('Z3JhcGg')",
        [],
        _ => Decode);

    private static byte[] Encode(byte[] text, bool pads)
    {
        var encoded = Convert.ToBase64String(text).Replace('+', '-').Replace('/', '_');
        return Encoding.ASCII.GetBytes(pads ? encoded : encoded.TrimEnd('='));
    }

    private static byte[] Decode(byte[] text)
    {
        var encoded = Encoding.Latin1.GetString(text);
        var letters = encoded.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        var padded = letters.PadRight((letters.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        if (encoded.AsSpan().ContainsAny('+', '/') || !Convert.TryFromBase64String(padded, bytes, out var count))
            throw StringElements.Invalid($"Invalid character found in base64: {encoded}");
        return bytes[..count];
    }
}
