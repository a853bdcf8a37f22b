using System.Globalization;
using Bookstore.Storage;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Bookstore.Tests;

public sealed class CursorTests
{
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= \u00e9";

    private static readonly Isbn Book = Isbn.Parse("978-0-304-33376-9");
    private static readonly Isbn OtherBook = Isbn.Parse("979-10-91146-13-5");
    private static readonly CursorFilter Filter = CursorFilter.Of("customer-1").And("Created");
    private static readonly Guid Id = new("0198c0a0-1234-7abc-8def-0123456789ab");

    [Fact]
    public void Read_what_was_written_is_the_same() => Check.QuickThrowOnFailure(Prop.ForAll<Guid, long>((id, position) =>
        Cursor.ReadOrder(Cursor.ForOrder(id, Filter), Filter) == id
        && Cursor.ReadDelivery(Cursor.ForDelivery(id, Filter), Filter) == id
        && Cursor.ReadMovement(Cursor.ForMovement(Book, position), Book) == position));

    public static TheoryData<string?> Parties { get; } = new(null, string.Empty, "b", "bank", "b\u00e4nk \ud83d\udcda", new string('\u4e66', 50));

    [Theory]
    [MemberData(nameof(Parties))]
    public void ReadWork_what_was_written_is_the_same(string? party)
    {
        var position = new WorkPosition(6, new PartyDuePosition(party, DateTimeOffset.MaxValue, Id));

        Cursor.ReadWork(Cursor.ForWork(position, Filter), Filter).ShouldBe(position);
        Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(Cursor.ForWork(position, Filter), Filter));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadWork(Cursor.ForWork(position, Filter), CursorFilter.Of("other")));
    }

    // A client can make a cursor of its own, and PostgreSQL takes no text with NUL.
    [Fact]
    public void ReadWork_name_with_NUL_is_refused() => Should.Throw<InvalidCursorException>(() =>
        Cursor.ReadWork(Cursor.ForWork(new WorkPosition(3, new PartyDuePosition("ba\0nk", DateTimeOffset.UnixEpoch, Id)), Filter), Filter));

    [Fact]
    public void ReadBook_what_was_written_is_the_same()
    {
        Cursor.ReadBook(Cursor.ForBook(Book, Filter), Filter).ShouldBe(Book);
        Cursor.ReadBook(Cursor.ForBook(OtherBook, Filter), Filter).ShouldBe(OtherBook);
    }

    [Fact]
    public void Read_null_is_null()
    {
        Cursor.ReadBook(null, Filter).ShouldBeNull();
        Cursor.ReadOrder(null, Filter).ShouldBeNull();
        Cursor.ReadDelivery(null, Filter).ShouldBeNull();
        Cursor.ReadMovement(null, Book).ShouldBeNull();
    }

    [Fact]
    public void Read_any_character_changed_is_refused_or_means_the_same()
    {
        Mutate(Cursor.ForBook(Book, Filter), cursor => Cursor.ReadBook(cursor, Filter) == Book);
        Mutate(Cursor.ForOrder(Id, Filter), cursor => Cursor.ReadOrder(cursor, Filter) == Id);
        Mutate(Cursor.ForDelivery(Id, Filter), cursor => Cursor.ReadDelivery(cursor, Filter) == Id);
        Mutate(Cursor.ForMovement(Book, 42), cursor => Cursor.ReadMovement(cursor, Book) == 42);
        var work = new WorkPosition(3, new PartyDuePosition("bank", DateTimeOffset.UnixEpoch, Id));
        Mutate(Cursor.ForWork(work, Filter), cursor => Cursor.ReadWork(cursor, Filter) == work);
    }

    [Fact]
    public void Read_cursor_of_another_list_throws()
    {
        Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(Cursor.ForDelivery(Id, Filter), Filter));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadDelivery(Cursor.ForOrder(Id, Filter), Filter));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadBook(Cursor.ForOrder(Id, Filter), Filter));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(Cursor.ForMovement(Book, 1), Filter));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadMovement(Cursor.ForOrder(Id, Filter), Book));
    }

    public static TheoryData<string?, string?> OtherFilters { get; } = new()
    {
        { null, null },
        { null, "Created" },
        { "customer-1", null },
        { "customer-1", "Pending" },
        { "customer-2", "Created" },
        { "Customer-1", "Created" },
        { "customer-1Created", null },
        { "customer-1C", "reated" },
        { string.Empty, "Created" },
        { "Created", "customer-1" },
    };

    [Theory]
    [MemberData(nameof(OtherFilters))]
    public void Read_cursor_of_another_filter_throws(string? customer, string? status)
    {
        var other = CursorFilter.Of(customer).And(status);

        Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(Cursor.ForOrder(Id, Filter), other)).Message.ShouldContain("another filter");
        Should.Throw<InvalidCursorException>(() => Cursor.ReadDelivery(Cursor.ForDelivery(Id, other), Filter));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadBook(Cursor.ForBook(Book, other), Filter));
    }

    [Fact]
    public void CursorFilter_words_that_are_divided_otherwise_is_another()
    {
        CursorFilter[] filters =
        [
            CursorFilter.Of([]).And([]), CursorFilter.Of(["a"]).And([]), CursorFilter.Of([]).And(["a"]), CursorFilter.Of(["a", "b"]).And([]),
            CursorFilter.Of(["a"]).And(["b"]), CursorFilter.Of(["ab"]).And([]), CursorFilter.Of(["b", "a"]).And([]), CursorFilter.Of([string.Empty]).And([]),
        ];

        filters.Distinct().Count().ShouldBe(filters.Length);
    }

    // A cursor is used by other processes than the one that gave it out.
    [Fact]
    public void ForOrder_known_filter_is_the_same_in_every_process() => Cursor.ForOrder(Id, Filter).ShouldBe("AgI1j9V4AZjAoBI0eryN7wEjRWeJqwJ1");

    [Fact]
    public void ReadMovement_of_another_book_throws() =>
        Should.Throw<InvalidCursorException>(() => Cursor.ReadMovement(Cursor.ForMovement(Book, 7), OtherBook)).Message.ShouldContain("another book");

    [Fact]
    public void ReadBook_default_isbn_throws() => Should.Throw<InvalidCursorException>(() => Cursor.ReadBook(Cursor.ForBook(default, Filter), Filter));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("================")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800")]
    public void Read_nonsense_throws(string cursor)
    {
        Should.Throw<InvalidCursorException>(() => Cursor.ReadBook(cursor, Filter));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(cursor, Filter));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadMovement(cursor, Book));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadWork(cursor, Filter));
    }

    [Fact]
    public void Read_very_long_text_throws()
    {
        Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(new string('A', 1_000_000), Filter));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadWork(new string('A', 1_000_000), Filter));
    }

    [Fact]
    public void Read_any_text_reads_or_throws_invalid_cursor() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(text =>
    {
        try
        {
            return Cursor.ReadOrder(text, Filter) is null == text is null;
        }
        catch (InvalidCursorException)
        {
            return true;
        }
    }));

    private static void Mutate(string cursor, Func<string, bool> readsTheSame)
    {
        for (var at = 0; at < cursor.Length; at++)
        {
            foreach (var character in Characters)
            {
                var changed = string.Create(CultureInfo.InvariantCulture, $"{cursor[..at]}{character}{cursor[(at + 1)..]}");
                RefusedOrTheSame(changed, readsTheSame).ShouldBeTrue(changed);
            }

            RefusedOrTheSame(cursor[..at], readsTheSame).ShouldBeTrue();
        }
    }

    private static bool RefusedOrTheSame(string cursor, Func<string, bool> readsTheSame)
    {
        try
        {
            return readsTheSame(cursor);
        }
        catch (InvalidCursorException)
        {
            return true;
        }
    }
}
