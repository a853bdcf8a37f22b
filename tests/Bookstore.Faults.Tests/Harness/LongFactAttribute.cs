namespace Bookstore.Faults;

/// <summary>A test that takes long: it runs with BOOKSTORE_TEST_LONG=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = Environs.IsLong ? null : "set BOOKSTORE_TEST_LONG=1 to run it";
}
