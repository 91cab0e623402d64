using System.Text.Json;
using FlashFlow.Core.Rooms;

namespace FlashFlow.Core.Tests.Rooms;

/// <summary>Whoever changes anything of a draw after it was committed to is found out, and told what.</summary>
public sealed class DrawProofTests
{
    private static readonly DrawProof Proof = SampleDraw.Proof;

    public static TheoryData<string, DrawProof> Changes => new()
    {
        { "the secret does not fit the commitment", Proof with { Secret = Proof.Root } },
        { "the secret does not fit the commitment", Proof with { Commitment = Proof.Root } },
        { "the secret does not fit the commitment", Proof with { Commitment = Proof.Commitment.ToUpperInvariant() } },
        { "the secret is no hex text", Proof with { Secret = "xy" } },
        { "the secret is no hex text", Proof with { Secret = "abc" } },
        { "there are 5 leaves for 6 members", Proof with { Members = 6 } },
        { "there are 5 leaves for 4 members", Proof with { Members = 4 } },
        { "there are 5 leaves for -5 members", Proof with { Members = -5 } },
        { "the root of the leaves is c1393d", Proof with { Root = Proof.Seed } },
        { "the root of the leaves is c1393d", Proof with { Root = "" } },
        { "the seed of secret, root, members and public value is", Proof with { PublicValue = "3 14 15 92 66" } },
        { "the seed of secret, root, members and public value is c9031f", Proof with { Seed = Proof.Root } },
    };

    [Fact]
    public void A_proof_of_what_was_done_has_no_defect() => Assert.Null(Proof.FindDefect(SampleDraw.Leaves));

    [Fact]
    public void An_empty_room_has_a_proof_too()
    {
        var proof = DrawProof.Of("phone", 7, SampleDraw.Secret, "", []);

        Assert.Null(proof.FindDefect([]));
        Assert.Equal("there are 1 leaves for 0 members", proof.FindDefect(new byte[32]));
    }

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void What_is_changed_in_a_proof_is_named(string defect, DrawProof proof) =>
        Assert.StartsWith(defect, proof.FindDefect(SampleDraw.Leaves), StringComparison.Ordinal);

    [Fact]
    public void A_root_that_is_no_hex_text_has_no_seed() =>
        Assert.Equal("the secret or the root is no hex text", (Proof with { Root = "root" }).FindDefectOfSeed());

    [Fact]
    public void Another_member_in_the_place_of_one_is_found()
    {
        for (var at = 0; at < SampleDraw.Leaves.Length; at += 16)
        {
            var leaves = SampleDraw.Leaves;
            leaves[at] ^= 1;
            Assert.StartsWith("the root of the leaves is", Proof.FindDefect(leaves), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Two_who_change_places_are_found()
    {
        var leaves = SampleDraw.Leaves;

        Assert.StartsWith("the root of the leaves is", Proof.FindDefect([.. leaves[32..64], .. leaves[..32], .. leaves[64..]]), StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_that_are_missing_added_or_cut_off_are_found()
    {
        Assert.Equal("there are 4 leaves for 5 members", Proof.FindDefect(SampleDraw.Leaves.AsSpan(32)));
        Assert.Equal("there are 6 leaves for 5 members", Proof.FindDefect([.. SampleDraw.Leaves, .. new byte[32]]));
        Assert.Equal("the last leaf is cut off", Proof.FindDefect(SampleDraw.Leaves.AsSpan(1)));
    }

    [Fact]
    public void It_is_published_with_these_names() =>
        Assert.Equal(
            ["productId", "epoch", "commitment", "secret", "publicValue", "members", "root", "seed"],
            JsonSerializer.SerializeToElement(Proof, JsonSerializerOptions.Web).EnumerateObject().Select(member => member.Name));
}
