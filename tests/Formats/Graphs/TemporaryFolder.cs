namespace GraphRun.Tests.Formats.Graphs;

/// <summary>An empty folder that is removed at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("graphrun-").FullName;

    public string PathOf(string name) => Path.Combine(path, name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public void Dispose() => Directory.Delete(path, recursive: true);
}
