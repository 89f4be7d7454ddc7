using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GraphRun.Tensors;

namespace GraphRun.Tests.Laws;

/// <summary>Tensors as text that is equal when every bit is.</summary>
internal static class Bits
{
    /// <summary>Dtypes, shapes and a digest of all elements.</summary>
    public static string Of(IReadOnlyList<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors)
            Append(hash, tensor);
        return $"{string.Join(' ', tensors)} {Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 8))}";
    }

    private static void Append(IncrementalHash hash, Tensor tensor)
    {
        if (tensor.DType == DType.String)
        {
            foreach (var text in tensor.Values<byte[]>())
            {
                hash.AppendData(Encoding.ASCII.GetBytes(text.Length.ToString(CultureInfo.InvariantCulture)));
                hash.AppendData(text);
            }
        }
        else if (!tensor.DType.IsReference())
        {
            hash.AppendData(tensor.Bytes(0, checked((int)tensor.ByteCount)));
        }
    }
}
