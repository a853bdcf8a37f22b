namespace Bookstore.AspNetCore;

/// <summary>How one kind of body is read. What is returned counts only when the reader found nothing wrong.</summary>
/// <typeparam name="T">What it becomes.</typeparam>
internal interface IBodyParser<T>
    where T : class
{
    /// <summary>The code of the problem when the body is not valid.</summary>
    static abstract string InvalidCode { get; }

    /// <summary>Reads the body's object, whose members are next.</summary>
    static abstract T Read(ref BodyReader body);
}
