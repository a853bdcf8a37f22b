namespace Bookstore.Faults;

/// <summary>A program or library of the machine that a test needs.</summary>
/// <param name="Name">What is looked for.</param>
/// <param name="Package">The Debian package that has it.</param>
/// <param name="Path">Where it is; <see langword="null"/> when it is not there.</param>
internal sealed record Tool(string Name, string Package, string? Path)
{
    public static Tool Strace { get; } = OnPath("strace", "strace");

    public static Tool Prlimit { get; } = OnPath("prlimit", "util-linux");

    public static Tool Setpriv { get; } = OnPath("setpriv", "util-linux");

    public static Tool Faketime { get; } = new(
        "libfaketime", "libfaketime", Directory.Exists("/usr/lib") ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }).FirstOrDefault() : null);

    private static string Advice(string name, string package) => $"{name} is not installed: apt-get install {package}";

    /// <summary>Why a test with this need cannot run here; <see langword="null"/> when it can.</summary>
    public string? Missing => Path is null ? Advice(Name, Package) : null;

    /// <summary>Where it is.</summary>
    public string Require() => Path ?? throw new InvalidOperationException(Missing);

    private static Tool OnPath(string name, string package)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':'), "/usr/bin", "/usr/sbin"];
        return new Tool(name, package, folders.Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists));
    }
}
