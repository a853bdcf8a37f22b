using Xunit;

namespace Bookstore.Support;

/// <summary>A test that takes long: it runs with BOOKSTORE_TEST_LONG=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = LongRun.IsOn ? null : LongRun.HowToRun;
}
