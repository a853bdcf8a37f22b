namespace Bookstore.Testing.Stores;

/// <summary>The name of a case as an argument of a test, which a test runner shows in full; it would shorten a text.</summary>
internal sealed class Sentence : IXunitSerializable
{
    private string _name;

    /// <summary>For the test runner, which then calls <see cref="Deserialize"/>.</summary>
    public Sentence() => _name = string.Empty;

    public Sentence(string name) => _name = name;

    public void Deserialize(IXunitSerializationInfo info) => _name = info.GetValue<string>(nameof(_name)) ?? string.Empty;

    public void Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(_name), _name);

    public override string ToString() => _name;
}
