using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class HoldChangesTests
{
    private static readonly Isbn Book = Isbn.Parse("9780143127550");
    private static readonly Guid Holder = Guid.NewGuid();

    private readonly HoldChanges _holds = new();

    [Fact]
    public void Add_once_is_staged()
    {
        _holds.HasChanges.ShouldBeFalse();
        _holds.Add(Book, Holder, 1);

        _holds.HasChanges.ShouldBeTrue();
        _holds.Staged.Single().ShouldBe(KeyValuePair.Create((Book, Holder), 1));
    }

    [Fact]
    public void Add_twice_throws()
    {
        _holds.Add(Book, Holder, 1);

        Should.Throw<InvalidOperationException>(() => _holds.Add(Book, Holder, 2));
        _holds.Add(Book, Guid.NewGuid(), 2);
        _holds.Staged.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Add_no_copies_throws(int quantity) => Should.Throw<ArgumentOutOfRangeException>(() => _holds.Add(Book, Holder, quantity));

    [Fact]
    public void Remove_then_add_is_the_new_hold()
    {
        _holds.Remove(Book, Holder);
        _holds.Staged.Single().Value.ShouldBe(0);
        _holds.Add(Book, Holder, 3);

        _holds.Staged.Single().Value.ShouldBe(3);
    }

    [Fact]
    public void Add_then_remove_ends_the_hold()
    {
        _holds.Add(Book, Holder, 3);
        _holds.Remove(Book, Holder);

        _holds.Staged.Single().Value.ShouldBe(0);
        Should.Throw<InvalidOperationException>(() => _holds.Remove(Book, Holder));
    }
}
