using System.Globalization;
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
    private static readonly Guid Id = new("0198c0a0-1234-7abc-8def-0123456789ab");

    [Fact]
    public void Read_WhatWasWritten_IsTheSame() => Check.QuickThrowOnFailure(Prop.ForAll<Guid, long>((id, position) =>
        Cursor.ReadOrder(Cursor.ForOrder(id)) == id
        && Cursor.ReadDelivery(Cursor.ForDelivery(id)) == id
        && Cursor.ReadMovement(Cursor.ForMovement(Book, position), Book) == position));

    [Fact]
    public void ReadBook_WhatWasWritten_IsTheSame()
    {
        Cursor.ReadBook(Cursor.ForBook(Book)).ShouldBe(Book);
        Cursor.ReadBook(Cursor.ForBook(OtherBook)).ShouldBe(OtherBook);
    }

    [Fact]
    public void Read_Null_IsNull()
    {
        Cursor.ReadBook(null).ShouldBeNull();
        Cursor.ReadOrder(null).ShouldBeNull();
        Cursor.ReadDelivery(null).ShouldBeNull();
        Cursor.ReadMovement(null, Book).ShouldBeNull();
    }

    [Fact]
    public void Read_AnyCharacterChanged_IsRefusedOrMeansTheSame()
    {
        Mutate(Cursor.ForBook(Book), cursor => Cursor.ReadBook(cursor) == Book);
        Mutate(Cursor.ForOrder(Id), cursor => Cursor.ReadOrder(cursor) == Id);
        Mutate(Cursor.ForDelivery(Id), cursor => Cursor.ReadDelivery(cursor) == Id);
        Mutate(Cursor.ForMovement(Book, 42), cursor => Cursor.ReadMovement(cursor, Book) == 42);
    }

    [Fact]
    public void Read_CursorOfAnotherList_Throws()
    {
        Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(Cursor.ForDelivery(Id)));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadDelivery(Cursor.ForOrder(Id)));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadBook(Cursor.ForOrder(Id)));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(Cursor.ForMovement(Book, 1)));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadMovement(Cursor.ForOrder(Id), Book));
    }

    [Fact]
    public void ReadMovement_OfAnotherBook_Throws() =>
        Should.Throw<InvalidCursorException>(() => Cursor.ReadMovement(Cursor.ForMovement(Book, 7), OtherBook)).Message.ShouldContain("another book");

    [Fact]
    public void ReadBook_DefaultIsbn_Throws() => Should.Throw<InvalidCursorException>(() => Cursor.ReadBook(Cursor.ForBook(default)));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("================")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800\ud800")]
    public void Read_Nonsense_Throws(string cursor)
    {
        Should.Throw<InvalidCursorException>(() => Cursor.ReadBook(cursor));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(cursor));
        Should.Throw<InvalidCursorException>(() => Cursor.ReadMovement(cursor, Book));
    }

    [Fact]
    public void Read_VeryLongText_Throws() => Should.Throw<InvalidCursorException>(() => Cursor.ReadOrder(new string('A', 1_000_000)));

    [Fact]
    public void Read_AnyText_ReadsOrThrowsInvalidCursor() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(text =>
    {
        try
        {
            return Cursor.ReadOrder(text) is null == text is null;
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
