using Xunit;

namespace Bookstore.Samples;

/// <summary>Tests that move the standard output or the current folder of the process run alone.</summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide;

/// <summary>A new current folder, gone after the test.</summary>
internal sealed class WorkingFolder : IDisposable
{
    private readonly string _before = Environment.CurrentDirectory;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bookstore-");

    public WorkingFolder() => Environment.CurrentDirectory = _folder.FullName;

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Delete(recursive: true);
    }
}

/// <summary>What is written to the standard output.</summary>
internal sealed class CapturedOutput : IDisposable
{
    private readonly TextWriter _before = Console.Out;
    private readonly StringWriter _text = new();

    public CapturedOutput() => Console.SetOut(_text);

    public string Text => _text.ToString();

    public void Dispose()
    {
        Console.SetOut(_before);
        _text.Dispose();
    }
}
