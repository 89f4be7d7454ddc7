using System.Text;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Ops.Strings;

/// <summary>What the ops on strings have in common. Strings are bytes; they are looked at as UTF-8 only where an attr asks for it.</summary>
internal static class StringElements
{
    /// <summary>The attr that says what counts as one unit of a string.</summary>
    public const string Unit = "unit: {'BYTE', 'UTF8_CHAR'} = 'BYTE'";

    /// <summary>A kernel that makes each string of the output from one of the first input.</summary>
    public static KernelFactory Map(Func<Graphs.Attrs, Func<byte[], byte[]>> make) => builder =>
    {
        var map = make(builder.Attrs);
        return step =>
        {
            var input = step.Input(0);
            var output = step.Allocate(0, input.Shape).Writable<byte[]>();
            var values = input.Values<byte[]>();
            for (var i = 0; i < output.Length; i++)
                output[i] = map(values[i]);
        };
    };

    /// <summary>An op that makes a string of each string.</summary>
    public static OpDef Each(string name, string summary, string example, string[] attrs, Func<Graphs.Attrs, Func<byte[], byte[]>> make) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["input: string"],
        Outputs = ["output: string"],
        Attrs = attrs,
        Example = example,
        Shape = ShapeRules.Unchanged,
        Kernel = Map(make),
        Gradient = Gradients.GradientRules.Stop,
    };

    /// <summary>Where each UTF-8 character begins, and at last the length; every byte that begins none belongs to the one before.</summary>
    public static List<int> Characters(byte[] text)
    {
        var starts = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            if (i == 0 || (text[i] & 0xC0) != 0x80)
                starts.Add(i);
        }

        starts.Add(text.Length);
        return starts;
    }

    /// <summary>Spaces, tabs and line ends of ASCII.</summary>
    public static bool IsSpace(byte character) => character is (byte)' ' or >= 9 and <= 13;

    /// <summary>The string without spaces at either end.</summary>
    public static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && IsSpace(text[0]))
            text = text[1..];
        while (text.Length > 0 && IsSpace(text[^1]))
            text = text[..^1];
        return text;
    }

    /// <summary>The error of a kernel that refuses a string.</summary>
    public static GraphRunException Invalid(string message) => new(ErrorCode.InvalidArgument, message);

    /// <summary>A string for messages.</summary>
    public static string Show(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    /// <summary>A tensor of strings.</summary>
    public static void Write(Tensor output, List<byte[]> values)
    {
        var elements = output.Writable<byte[]>();
        for (var i = 0; i < elements.Length; i++)
            elements[i] = values[i];
    }
}
