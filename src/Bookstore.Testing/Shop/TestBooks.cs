namespace Bookstore.Testing;

/// <summary>The books that a <see cref="TestShop"/> opens with, priced in US dollars.</summary>
public static class TestBooks
{
    /// <summary>The Martian, 12.99, 10 copies.</summary>
    public static Isbn Martian { get; } = Isbn.FromInt64(9780143127550);

    /// <summary>Introduction to Algorithms, 89.99, 3 copies.</summary>
    public static Isbn Algorithms { get; } = Isbn.FromInt64(9780262033848);

    /// <summary>The Odyssey, 9.50, 25 copies.</summary>
    public static Isbn Odyssey { get; } = Isbn.FromInt64(9780140449136);

    internal static IReadOnlyList<(Book Book, int Copies)> Opening { get; } =
    [
        (new Book { Isbn = Martian, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") }, 10),
        (new Book { Isbn = Algorithms, Title = "Introduction to Algorithms", Author = "Cormen et al.", Price = new Money(89.99m, "USD") }, 3),
        (new Book { Isbn = Odyssey, Title = "The Odyssey", Author = "Homer", Price = new Money(9.50m, "USD") }, 25),
    ];
}
