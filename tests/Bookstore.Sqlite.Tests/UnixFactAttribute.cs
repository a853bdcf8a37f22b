using Xunit;

namespace Bookstore.Sqlite;

/// <summary>A test of what only Unix has, such as the mode of a file.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes." : null;
}

/// <inheritdoc cref="UnixFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes." : null;
}
