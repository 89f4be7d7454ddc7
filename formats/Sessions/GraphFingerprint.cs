using System.Globalization;
using System.Text;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>
/// What tells one graph from another: nodes, edges, attrs and constants, but neither comments nor layout nor default fetches.
/// FNV-1a with 128 bits (Fowler, Noll and Vo), as 32 hexadecimal digits.
/// </summary>
public sealed class GraphFingerprint
{
    private const int ChunkBytes = 1 << 16;

    private static readonly UInt128 offsetBasis = UInt128.Parse("6c62272e07bb014262b821756295c58d", NumberStyles.HexNumber);
    private static readonly UInt128 prime = ((UInt128)1 << 88) + 0x13B;

    private UInt128 hash = offsetBasis;

    private GraphFingerprint()
    {
    }

    public static string Of(Graph graph)
    {
        var fingerprint = new GraphFingerprint();
        fingerprint.Append(graph.Seed?.ToString() ?? "");
        fingerprint.AppendNodes(graph);
        foreach (var function in graph.Functions.Values.OrderBy(function => function.Name, StringComparer.Ordinal))
        {
            fingerprint.Append(function.Name);
            fingerprint.AppendNodes(function.Body);
            foreach (var result in function.Results)
                fingerprint.Append(result.ToString());
        }

        return fingerprint.hash.ToString("x32");
    }

    private void AppendNodes(Graph graph)
    {
        // What the command line adds is no part of the graph.
        var nodes = graph.Nodes.Where(node => !AddedExpression.Has(node.Name)).ToList();
        Append(nodes.Count.ToString());
        foreach (var node in nodes)
        {
            Append(node.Name);
            Append(node.Op.Name);
            foreach (var input in node.Inputs)
                Append(input.ToString());
            foreach (var control in node.ControlInputs)
                Append("^" + control.Name);
            foreach (var (_, value) in node.Attrs.All)
                AppendValue(value);
        }
    }

    private void AppendValue(object value)
    {
        switch (value)
        {
            case Tensor tensor:
                AppendTensor(tensor);
                break;
            case float number:
                Append(BitConverter.SingleToUInt32Bits(number).ToString());
                break;
            case Array list:
                Append(list.Length.ToString());
                foreach (var element in list)
                    AppendValue(element);
                break;
            default:
                Append(value.ToString()!);
                break;
        }
    }

    private void AppendTensor(Tensor tensor)
    {
        Append(tensor.ToString());
        if (tensor.DType == DType.String)
        {
            foreach (var text in tensor.Values<byte[]>())
                Append(text);
            return;
        }

        for (var offset = 0L; offset < tensor.ByteCount; offset += ChunkBytes)
            Append(tensor.Bytes(offset, (int)Math.Min(ChunkBytes, tensor.ByteCount - offset)));
    }

    private void Append(string text) => Append(Encoding.UTF8.GetBytes(text));

    /// <summary>Appends bytes and their number, so that neighbours cannot trade letters.</summary>
    private void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var single in bytes)
            hash = (hash ^ single) * prime;
        hash = (hash ^ (uint)bytes.Length) * prime;
    }
}
