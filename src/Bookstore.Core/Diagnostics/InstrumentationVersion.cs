using System.Reflection;

namespace Bookstore.Diagnostics;

/// <summary>The version of meters and activity sources: that of the package, so that collected data names the release it comes from.</summary>
internal static class InstrumentationVersion
{
    /// <summary>The package's version, such as <c>1.2.3</c>, without the commit that a build adds to it.</summary>
    public static string Current { get; } =
        typeof(InstrumentationVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
