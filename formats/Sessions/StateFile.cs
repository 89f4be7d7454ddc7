using GraphRun.Errors;
using GraphRun.Formats.Checkpoints;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Formats.Stores;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>
/// One state of a session as a tensor file, npz or safetensors: variables under their names, and the positions of random ops as
/// uint64 pairs, low word first, under <c>_random/NAME</c>, which no variable can be called.
/// </summary>
public static class StateFile
{
    private const string RandomPrefix = "_random/";

    /// <summary>Whether a path is written as a tensor file; any other is written as a store.</summary>
    /// <exception cref="GraphRunException">The extension is that of a format that cannot hold a session.</exception>
    public static bool IsTensorFile(string path)
    {
        if (IsNpz(path) || IsSafetensors(path))
            return true;
        if (FormatDetection.OfPath(path) is not null)
        {
            throw new GraphRunException(
                ErrorCode.Usage,
                $"{path}: a file {Path.GetExtension(path)} cannot hold a session",
                help: "name it .npz or .safetensors for one state, or .db for the whole history");
        }

        return false;
    }

    /// <summary>Whether there is a file at a path that begins as stores do.</summary>
    /// <exception cref="GraphRunException">The file cannot be opened.</exception>
    public static bool IsStore(string path)
    {
        if (!File.Exists(path))
            return false;
        using var stream = InputFile.Open(path);
        var start = new byte[16];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start.AsSpan(0, count).SequenceEqual("SQLite format 3\0"u8);
    }

    /// <summary>Writes a state to a new file, whole or not at all.</summary>
    /// <exception cref="GraphRunException">The file exists or cannot be written, or the format has no dtype for a variable.</exception>
    public static void Write(SessionState state, string path)
    {
        if (FileIdentity.Of(path) is not null)
            throw new GraphRunException(ErrorCode.FileNotWritable, $"{path} exists already", help: "remove it, or choose another name");
        using var file = new OutputFile(path);
        var tensors = state.Variables().Select(variable => new NamedTensor(variable.Name, state.Read(variable.Name)!))
            .Concat(state.RandomCounters().Select(counter => new NamedTensor(RandomPrefix + counter.Key, Words(counter.Value))));
        file.Write(stream =>
        {
            if (IsNpz(path))
                NpzWriter.Write(tensors, stream);
            else
                SafetensorsWriter.Write(tensors, stream);
        });
        file.Complete();
    }

    /// <summary>Reads variables and positions of random ops, or the variables of a checkpoint of TensorFlow.</summary>
    /// <exception cref="GraphRunException">The file cannot be read, is damaged, or has no names for its tensors.</exception>
    public static (IReadOnlyList<KeyValuePair<string, Tensor?>> Variables, IReadOnlyList<KeyValuePair<string, UInt128>> Counters) Read(
        string path)
    {
        if (CheckpointPath.PrefixOf(path) is { } prefix)
            return (ReadCheckpoint(prefix), []);
        var tensors = TensorFile.ReadAll(path).ToLookup(tensor => tensor.Name.StartsWith(RandomPrefix, StringComparison.Ordinal));
        return (
            [.. tensors[false].Select(tensor => KeyValuePair.Create(tensor.Name, (Tensor?)tensor.Value))],
            [.. tensors[true].Select(tensor => KeyValuePair.Create(tensor.Name[RandomPrefix.Length..], Position(tensor, path)))]);
    }

    private static List<KeyValuePair<string, Tensor?>> ReadCheckpoint(string prefix)
    {
        using var checkpoint = CheckpointFile.Open(prefix);
        return [.. CheckpointObjects.Variables(checkpoint).Select(
            variable => KeyValuePair.Create(variable.Name, (Tensor?)checkpoint.Read(variable.Key)))];
    }

    private static bool IsNpz(string path) => path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);

    private static bool IsSafetensors(string path) => path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);

    private static Tensor Words(UInt128 position) => Tensor.Vector((ulong)position, (ulong)(position >> 64));

    private static UInt128 Position(NamedTensor tensor, string path)
    {
        if (tensor.Value.DType == DType.UInt64 && tensor.Value.ElementCount == 2)
            return new UInt128(upper: tensor.Value.Values<ulong>()[1], lower: tensor.Value.Values<ulong>()[0]);
        throw new GraphRunException(
            ErrorCode.InvalidTensorFile, $"{path}: '{Printable.Text(tensor.Name)}' is {tensor.Value}, and a random position is uint64[2]");
    }
}
