using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class GenerationCacheTests
{
    [Fact]
    public void Trim_over_capacity_forgets_what_was_not_used()
    {
        var cache = new GenerationCache<int, string>(capacity: 1);
        cache.Set(1, "one");
        cache.Set(2, "two");
        cache.Trim();
        cache.TryGet(1, out _).ShouldBeTrue();
        cache.Set(3, "three");
        cache.Trim();

        cache.TryGet(1, out var one).ShouldBeTrue();
        one.ShouldBe("one");
        cache.TryGet(2, out _).ShouldBeFalse();
    }

    [Fact]
    public void Set_key_of_the_old_generation_replaces_it()
    {
        var cache = new GenerationCache<int, string>(capacity: 0);
        cache.Set(1, "one");
        cache.Trim();
        cache.Set(1, "uno");
        cache.Remove(2);

        cache.TryGet(1, out var value).ShouldBeTrue();
        value.ShouldBe("uno");
        cache.Remove(1);
        cache.TryGet(1, out _).ShouldBeFalse();
    }
}
