using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Checks device strings as TensorFlow parses them (<c>core/util/device_name_utils.cc</c>): <c>/job:J/replica:R/task:T/device:CPU:0</c>
/// with any part left out, the old <c>/cpu:0</c>, or <c>@node</c> for the device of another node. Every node runs on the one CPU.
/// </summary>
internal static class DeviceName
{
    /// <exception cref="GraphRunException">The text names no device.</exception>
    public static void Check(Word device)
    {
        if (device.Text is null || device.Text.Length == 0 || device.Text.StartsWith('@'))
            return;
        var parts = device.Text.Split('/');
        if (parts[0].Length > 0 || parts.Length == 1 || !Array.TrueForAll(parts[1..], IsPart))
        {
            throw new GraphRunException(
                ErrorCode.InvalidValue,
                $"'{Printable.Text(device.Text)}' is no device",
                device.Span,
                "write /cpu:0 or /job:J/replica:R/task:T/device:CPU:0, or leave it out");
        }
    }

    private static bool IsPart(string part) => part.Split(':') switch
    {
        ["job", var name] => name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(
            letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'),
        ["replica" or "task", var number] => IsNumber(number),
        ["device", var type] => IsType(type),
        ["device", var type, var number] => IsType(type) && IsNumber(number),
        ["cpu" or "gpu" or "CPU" or "GPU", var number] => IsNumber(number),
        _ => false,
    };

    private static bool IsNumber(string text) => text == "*" || (text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit));

    private static bool IsType(string text) => text == "*" || (
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'));
}
