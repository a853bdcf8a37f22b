using Xunit;

namespace Bookstore.Support;

/// <summary>A test of what only Unix has, such as the mode of a file, or a file that is moved while it is open.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes, and keeps files that are open from being moved." : null;
}

/// <inheritdoc cref="UnixFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes, and keeps files that are open from being moved." : null;
}
