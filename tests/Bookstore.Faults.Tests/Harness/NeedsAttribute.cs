using Bookstore.Support;

namespace Bookstore.Faults;

/// <summary>A test that needs tools of the machine: without them it is skipped, saying what to install, and fails where nothing may be skipped (CI=true).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAttribute : FactAttribute
{
    public NeedsAttribute(params string[] tools)
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = tools.Select(name => Find(name).Missing).FirstOrDefault(missing => missing is not null);
        }
    }

    /// <summary>Whether the test takes long: then it also needs BOOKSTORE_TEST_LONG=1.</summary>
    public bool TakesLong
    {
        get => Skip == LongRun.HowToRun;
        init => Skip = value && !LongRun.IsOn ? LongRun.HowToRun : Skip;
    }

    private static Tool Find(string name) => name switch
    {
        nameof(Tool.Strace) => Tool.Strace,
        nameof(Tool.Prlimit) => Tool.Prlimit,
        nameof(Tool.Setpriv) => Tool.Setpriv,
        nameof(Tool.Faketime) => Tool.Faketime,
        _ => throw new ArgumentException($"There is no tool {name}.", nameof(name)),
    };
}
