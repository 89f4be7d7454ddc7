using System.Globalization;
using System.Text;
using GraphRun.Formats.TensorFiles;

namespace GraphRun.Formats.Files;

/// <summary>
/// File names made of the names of outputs, which may hold anything: one file of one folder, whatever a graph calls its nodes.
/// </summary>
public static class SafeFileName
{
    /// <summary>File systems take 255 bytes; an extension and a number must fit beside.</summary>
    private const int MaxLength = 180;

    private const string Plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

    /// <summary>
    /// The name with every character but ASCII letters, digits, <c>_ - .</c>, and a leading dot, percent-encoded as in addresses:
    /// <c>layer/y:1</c> is <c>layer%2Fy%3A1</c>. Longer names end in a checksum instead.
    /// </summary>
    public static string Of(string name)
    {
        var text = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            if (Plain.Contains((char)unit) && !(text.Length == 0 && (unit == '.' || ContainedPath.IsDevice(name))))
                text.Append((char)unit);
            else
                text.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }

        if (text.Length <= MaxLength)
            return text.ToString();
        var checksum = Crc32.Append(0, Encoding.UTF8.GetBytes(name));
        return string.Create(CultureInfo.InvariantCulture, $"{text.ToString(0, MaxLength)}-{checksum:x8}");
    }
}
