namespace Bookstore.Samples;

/// <summary>How a host's process is started.</summary>
public sealed record HostLaunch
{
    /// <summary>The program, beside the tests.</summary>
    public string Program { get; init; } = "Bookstore.Host.dll";

    /// <summary>Instead of <see cref="Program"/>, an executable that needs no <c>dotnet</c>.</summary>
    public string? Executable { get; init; }

    /// <summary>What stands before it on the command line, to start it in other circumstances; it has to become the program.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>The program's own arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public Uri Url { get; init; } = new("http://127.0.0.1:0");

    /// <summary>Instead of <see cref="Url"/>, an address that is no URI.</summary>
    public string? Address { get; init; }

    public IReadOnlyList<(string Name, string Value)> Environment { get; init; } = [];

    /// <summary>With the key that the tests send, so that it starts.</summary>
    public HostLaunch WithKey() => this with { Environment = [("BOOKSTORE_API_KEY", HostProcess.Key), .. Environment] };
}
