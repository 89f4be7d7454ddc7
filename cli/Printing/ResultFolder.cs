using System.Globalization;
using GraphRun.Errors;
using GraphRun.Formats.Files;
using GraphRun.Tensors;

namespace GraphRun.Cli.Printing;

/// <summary>A folder into which each fetched value goes as a file of its own: <c>NAME.npy</c>, or <c>LINE-NAME.npy</c> of many runs.</summary>
/// <param name="path">The folder as the user named it; it is made if it is not there.</param>
/// <param name="names">The fetches as the user named them, in order.</param>
internal sealed class ResultFolder(string path, OutputFormat format, IReadOnlyList<string> names)
{
    /// <summary>Makes the folder.</summary>
    /// <exception cref="GraphRunException">It cannot be made, or a file has its name.</exception>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = File.Exists(path) ? "it is a file" : failure is UnauthorizedAccessException ? "permission denied" : "the system refuses it";
            throw new GraphRunException(ErrorCode.FileNotWritable, $"cannot make the folder '{path}': {reason}");
        }
    }

    /// <summary>Writes the values, each file whole or not at all; files of the same name are replaced.</summary>
    /// <param name="line">The line of the feeds, which the names of the files then begin with.</param>
    /// <returns>The files as the user would name them, in order.</returns>
    public IReadOnlyList<string> Save(Tensor[] values, long? line = null)
    {
        var files = new string[values.Length];
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = Path.Combine(path, FileName(names[i], line));
            using var file = new OutputFile(files[i]);
            new ResultWriter(file.Stream, format, [names[i]]).Write([values[i]], ResultOrigin.None);
            file.Complete();
        }

        return files;
    }

    private string FileName(string name, long? line)
    {
        var safe = SafeFileName.Of(name);
        return line is { } number
            ? string.Create(CultureInfo.InvariantCulture, $"{number}-{safe}.{format.Extension()}")
            : $"{safe}.{format.Extension()}";
    }
}
