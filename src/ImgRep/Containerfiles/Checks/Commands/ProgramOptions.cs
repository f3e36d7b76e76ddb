using System.Collections.Frozen;
using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>
/// The options of programs that have a rule and take values in words of their own. An option that is missing here makes its value look
/// like an operand; one too many hides the operand behind it.
/// </summary>
internal static class ProgramOptions
{
    /// <summary>Names of programs that share their options, and the options that take a value.</summary>
    private static readonly (string Names, string Valued)[] Table =
    [
        ("apt apt-get aptitude", "-o --option -c --config-file -t --target-release --default-release -a --host-architecture -P --build-profiles"),
        ("apk", "-p --root -X --repository --keys-dir --repositories-file --arch --wait --cache-dir --cache-max-age -t --virtual --progress-fd --timeout -o --output"),
        ("dnf dnf5 yum microdnf tdnf", "-c --config -d --debuglevel -e --errorlevel -R --randomwait -x --exclude --excludepkgs --setopt --releasever "
            + "--installroot --enablerepo --disablerepo --repo --repoid --enable --disable --forcearch --arch --downloaddir --destdir --comment --color --advisory --bz --cve"),
        ("zypper", "-c --config -D --reposd-dir -C --cache-dir --solv-cache-dir --pkg-cache-dir --raw-cache-dir -R --root --installroot -p --plus-repo "
            + "--plus-content --releasever -r --repo --from -t --type"),
        ("pacman yay paru", "-b --dbpath -r --root --cachedir --config --arch --hookdir --gpgdir --logfile --ignore --ignoregroup --overwrite --assume-installed "
            + "--color --print-format"),
        ("rpm", "--root -r --dbpath --define -D --prefix --relocate --excludepath --eval -E --queryformat"),
        ("git", "-C -c --git-dir --work-tree --namespace --config-env -b --branch -o --origin --depth --reference --reference-if-able -j --jobs --filter "
            + "--shallow-since --shallow-exclude --separate-git-dir --template -u --upload-pack --refmap --negotiation-tip --name --remote --exec --strategy -X --strategy-option"),
        ("hg", "-R --repository --cwd --config --encoding --color -r --rev -b --branch -B --bookmark -u --updaterev -e --ssh --remotecmd"),
        ("svn", "-r --revision -c --change --depth --username --password --config-dir --config-option -m --message -F --file --set-depth --targets"),
        ("bzr brz", "-r --revision -d --directory"),
        ("go", "-C -mod -modfile -overlay -o -p -tags -ldflags -gcflags -asmflags -gccgoflags -buildmode -buildvcs -compiler -installsuffix -pkgdir -toolexec "
            + "-exec -coverpkg -pgo -reuse"),
        ("npm pnpm bun", "-C --prefix --dir --cwd --cache --registry -w --workspace -F --filter --userconfig --globalconfig --loglevel --tag --omit --include "
            + "--store-dir --script-shell --fetch-timeout --fetch-retries --install-strategy"),
        ("yarn", "--cwd --cache-folder --modules-folder --registry --mutex --network-timeout --network-concurrency --use-yarnrc --mode"),
        ("pip pip3", "-r --requirement -c --constraint -t --target -d --dest --dist --platform --python-version --implementation --abi --root --prefix --src -i "
            + "--index-url --extra-index-url -f --find-links --no-binary --only-binary --cache-dir --log --proxy --retries --timeout --trusted-host --cert "
            + "--client-cert --python -w --wheel-dir --global-option --config-settings -C -e --editable --upgrade-strategy --progress-bar --report "
            + "--exists-action --use-feature --group"),
        ("uv", "-r --requirement --requirements -c --constraint --directory --project --config-file --cache-dir -i --index-url --index --default-index "
            + "--extra-index-url -f --find-links -p --python --target --prefix --group --extra --color --python-platform --resolution --link-mode -o "
            + "--output-file --only-binary --no-binary"),
        ("poetry pdm pipenv pipx", "-C --directory -P --project -p --python --with --without --only -E --extras -G --group --index-url --pip-args --spec"),
        ("conda mamba micromamba", "-n --name -p --prefix -c --channel -f --file --subdir --platform --solver --root-prefix -r --repodata-fn"),
        ("gem", "-v --version -i --install-dir -n --bindir -s --source -P --trust-policy --build-root --platform --config-file -p --http-proxy -B "
            + "--bulk-threshold --document -g --file"),
        ("bundle bundler", "--gemfile --path --jobs -j --retry -r --without --with --trust-policy --standalone --binstubs --shebang"),
        ("cargo", "--manifest-path --config --color -Z -C --target --target-dir --features -F --root --path --git --branch --tag --rev --version --vers --index "
            + "--registry -j --jobs -p --package --profile --bin --example --lockfile-path"),
        ("rustup", "--toolchain --profile -c --component -t --target --path"),
        ("composer", "-d --working-dir --repository --repository-url --stability -s --ignore-platform-req --prefer-install --apcu-autoloader-prefix"),
        ("mvn mvnw", "-f --file -P --activate-profiles -pl --projects -D --define -s --settings -gs --global-settings -t --toolchains -T --threads -b --builder "
            + "-l --log-file -rf --resume-from"),
        ("gradle gradlew", "-p --project-dir -b --build-file -c --settings-file -g --gradle-user-home -I --init-script -P --project-prop -D --system-prop -x "
            + "--exclude-task --console --max-workers --project-cache-dir --include-build --warning-mode --priority -M --write-verification-metadata"),
        ("dotnet", "-s --source -r --runtime --packages --configfile -v --verbosity -c --configuration -f --framework -o --output --tool-path --tool-manifest "
            + "--version --add-source --arch --os"),
        ("opam", "--root --switch --repositories --repos --packages -j --jobs --kind --rank"),
        ("cpanm cpan", "-l --local-lib -L --local-lib-contained --mirror --cpanfile --installdeps-from --prompt --save-dists --with-feature -M --from"),
        ("curl", "-A --user-agent -b --cookie -c --cookie-jar -C --continue-at -d --data --data-binary --data-raw --data-urlencode -D --dump-header -e --referer "
            + "-E --cert -F --form -H --header -K --config -m --max-time -o --output --output-dir -P --ftp-port -Q --quote -r --range -t --telnet-option -T "
            + "--upload-file -u --user -U --proxy-user -w --write-out -x --proxy -X --request -Y --speed-limit -y --speed-time -z --time-cond --cacert --capath "
            + "--ciphers --connect-timeout --connect-to --create-file-mode --interface --key --limit-rate --max-filesize --max-redirs --noproxy --proto "
            + "--proto-default --proto-redir --rate --resolve --retry --retry-delay --retry-max-time --stderr --trace --trace-ascii --unix-socket --abstract-unix-socket --url"),
        ("wget", "-a --append-output -A --accept -B --base -D --domains -e --execute -i --input-file -I --include-directories -l --level -o --output-file -O "
            + "--output-document -P --directory-prefix -Q --quota -R --reject -t --tries -T --timeout -U --user-agent -w --wait -X --exclude-directories "
            + "--header --user --password --http-user --http-password --ca-certificate --ca-directory --post-data --post-file --method --body-data --body-file "
            + "--referer --load-cookies --save-cookies --limit-rate --cut-dirs --dns-timeout --connect-timeout --read-timeout --waitretry --max-redirect --start-pos"),
        ("aria2c axel", "-d --dir -o --output -i --input-file -j -s -x --split -k -n --num-connections -U --user-agent -H --header --checksum"),
        ("rsync", "-e --rsh -f --filter -B --block-size -T --temp-dir -M --remote-option --exclude --exclude-from --include --include-from --files-from --chmod "
            + "--chown --usermap --groupmap --rsync-path --suffix --backup-dir --compare-dest --copy-dest --link-dest --max-size --min-size --timeout --port "
            + "--log-file --password-file --bwlimit --partial-dir"),
        ("ssh", "-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w"),
        ("scp", "-c -D -F -i -J -l -o -P -S -X"),
        ("sftp", "-B -b -c -D -F -i -J -l -o -P -R -S -s -X"),
        ("ssh-copy-id", "-F -i -o -p -t"),
        ("ssh-keyscan", "-f -p -T -t"),
        ("gpg gpg2 apt-key", "--keyserver --keyserver-options --homedir --keyring --primary-keyring --default-key -u --local-user -r --recipient -o --output "
            + "--options --status-fd --logger-fd --passphrase --passphrase-fd --passphrase-file --pinentry-mode --trust-model --cipher-algo --digest-algo --log-file"),
        ("nix nix-env nix-shell nix-build nix-channel nix-store",
            "-f --file -I --include --option --arg --argstr -A --attr -p --packages --profile --store --substituters -j --max-jobs --cores -o --out-link "
                + "--extra-experimental-features --experimental-features --expr -E --run --command --inputs-from --override-input"),
        ("docker podman nerdctl", "-H --host -c --context --config -l --log-level --root --runroot --storage-driver --url --connection --tlscacert --tlscert "
            + "--tlskey --platform -a --namespace -n --address -u --username -p --password --authfile --creds --cert-dir --arch --os"),
        ("buildah skopeo", "--root --runroot --storage-driver --storage-opt --registries-conf --registries-conf-dir --userns-uid-map --log-level --platform "
            + "--authfile --creds --cert-dir --policy --override-arch --override-os --command-timeout --tmpdir --src-creds --dest-creds --src-authfile "
            + "--dest-authfile -f --format -t --tag -s --src -d --dest"),
        ("gh glab", "-R --repo -p --pattern -D --dir -O --output -H --header -X --method -f -F --field --hostname"),
        ("helm", "--kube-context -n --namespace --kubeconfig --registry-config --repository-cache --repository-config --version --repo -d --destination -f --values --set"),
        ("terraform tofu", "-chdir -backend-config -plugin-dir -from-module -lockfile"),
        ("aws gsutil", "--profile --region --endpoint-url --output --query --ca-bundle -o"),
        ("debootstrap mmdebstrap", "--arch --include --exclude --variant --keyring --components --architectures --aptopt --dpkgopt --customize-hook --setup-hook --mode --format"),
    ];

    private static readonly FrozenDictionary<string, OptionSyntax> ByName = Table
        .SelectMany(row => row.Names.Split(' ').Select(name => (Name: name, Syntax: new OptionSyntax(row.Valued))))
        .ToFrozenDictionary(row => row.Name, row => row.Syntax, StringComparer.Ordinal);

    public static CommandArguments Read(ShellCommand command) => ByName.GetValueOrDefault(command.Name, OptionSyntax.Unknown).Read(command.Arguments);
}
