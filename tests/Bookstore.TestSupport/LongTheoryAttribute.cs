using Xunit;

namespace Bookstore.Support;

/// <summary>A test of many cases that takes long: it runs with BOOKSTORE_TEST_LONG=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute() => Skip = LongRun.IsOn ? null : LongRun.HowToRun;
}
