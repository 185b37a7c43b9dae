/** Where anyone can have a mailbox: that two people write from there says nothing about their company. */
export const publicMailDomains: readonly string[] = (
  '163.com aol.com centrum.cz email.cz free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hotmail.co.uk ' +
  'hotmail.com hotmail.de hotmail.fr icloud.com inbox.lv laposte.net libero.it live.com mac.com mail.com mail.ru me.com msn.com o2.pl ' +
  'orange.fr outlook.com outlook.de pm.me post.cz proton.me protonmail.com qq.com seznam.cz t-online.de tutanota.com volny.cz web.de ' +
  'wp.pl yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.ru ymail.com zoho.com'
).split(' ')
