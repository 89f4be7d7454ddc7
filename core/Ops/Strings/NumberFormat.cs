using System.Globalization;
using GraphRun.Graphs;

namespace GraphRun.Ops.Strings;

/// <summary>How AsString writes numbers: what C's <c>printf</c> does for <c>%f</c>, <c>%e</c>, <c>%g</c> and <c>%d</c>.</summary>
internal readonly record struct NumberFormat(char Kind, int Precision, int Width, string Fill)
{
    /// <summary>What the attrs of AsString ask for.</summary>
    /// <exception cref="Errors.GraphRunException"><c>Cannot select both scientific and shortest notation</c></exception>
    public static NumberFormat Of(Attrs attrs)
    {
        var (isScientific, isShortest) = (attrs.Bool("scientific"), attrs.Bool("shortest"));
        if (isScientific && isShortest)
            throw StringElements.Invalid("Cannot select both scientific and shortest notation");
        if (attrs.Text("fill") is not ("" or "0" or " " or "+" or "-") and var fill)
            throw StringElements.Invalid($"Fill string must be one or fewer characters, one of '0', ' ', '+' and '-', got '{fill}'");
        var precision = attrs.Int("precision");
        return new NumberFormat(
            isScientific ? 'e' : isShortest ? 'g' : 'f', precision < 0 ? 6 : (int)Math.Min(precision, 100), (int)Math.Clamp(attrs.Int("width"), 0, 1000), attrs.Text("fill"));
    }

    /// <summary>A float.</summary>
    public string Write(double value)
    {
        if (double.IsNaN(value))
            return Pad("nan");
        if (double.IsInfinity(value))
            return Pad(value > 0 ? Signed("inf") : "-inf");
        var text = Kind switch
        {
            'f' => Fixed(value, Precision),
            'e' => Scientific(value, Precision),
            _ => Shortest(value, Math.Max(Precision, 1)),
        };
        return Pad(text[0] == '-' ? text : Signed(text));
    }

    /// <summary>An integer.</summary>
    public string Write(Int128 value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        return Pad(value < 0 ? text : Signed(text));
    }

    /// <summary>Text filled up to the width.</summary>
    public string Pad(string text)
    {
        if (Fill == "-")
            return text.PadRight(Width);
        if (Fill != "0")
            return text.PadLeft(Width);
        var sign = text[0] is '-' or '+' ? 1 : 0;
        return text[..sign] + text[sign..].PadLeft(Math.Max(Width - sign, 0), '0');
    }

    private string Signed(string text) => Fill is "+" or " " ? Fill + text : text;

    private static string Fixed(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    // The framework writes an exponent of three digits at least, C one of two.
    private static string Scientific(double value, int digits)
    {
        var text = value.ToString($"e{digits}", CultureInfo.InvariantCulture);
        return text[^3] == '0' ? text.Remove(text.Length - 3, 1) : text;
    }

    // %g: the notation that is shorter, without zeros at the end.
    private static string Shortest(double value, int digits)
    {
        var scientific = Scientific(value, digits - 1);
        var at = scientific.IndexOf('e', StringComparison.Ordinal);
        var exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent >= -4 && exponent < digits)
            return Trim(Fixed(value, digits - 1 - exponent));
        return Trim(scientific[..at]) + scientific[at..];
    }

    private static string Trim(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
}
